"""Tests of the tracker, room by room."""
