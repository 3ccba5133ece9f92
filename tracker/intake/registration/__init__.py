"""Registers a worker and a contract part by part: nothing typed is lost, the law speaks at the field."""
