"""Roof: a made-up register for trying and teaching; it can send nothing."""
