"""Cellar: the law book, dated and with its sources."""
