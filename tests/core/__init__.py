"""Tests of the base."""
