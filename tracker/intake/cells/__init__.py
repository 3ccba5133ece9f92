"""Readers of single cells: each gives a value, what it repaired on the way, or the problem in words."""

from tracker.intake.cells.cell import Cell, Raw, text_of

__all__ = ["Cell", "Raw", "text_of"]
