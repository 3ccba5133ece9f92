"""Cellar: the post room. Gets an address, a template name and plain values, never a worker."""
