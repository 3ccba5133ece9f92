"""How the audit book keeps what was written: days as text."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def as_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with their days as ISO text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
