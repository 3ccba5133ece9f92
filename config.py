"""Settings of this installation, read from TRACKER_* variables; see docs/running.md for each of them."""

from tracker.core.settings import Settings, read_settings

__all__ = ["Settings", "read_settings"]
