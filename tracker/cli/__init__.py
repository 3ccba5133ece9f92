"""Roof: the commands of the house."""
