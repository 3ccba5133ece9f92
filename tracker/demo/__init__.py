"""Roof: a made-up province of workers abroad, to look at the house with. No row is a real person."""
