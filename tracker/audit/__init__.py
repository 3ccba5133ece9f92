"""Cellar: the memory of the house, append-only and hash-chained."""
