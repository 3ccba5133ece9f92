"""Questions: which episodes there are, whom they and the disruptions touch, and how those people are."""

from tracker.disruptions.queries.affected import Affected, affected
from tracker.disruptions.queries.episodes import Span, episodes
from tracker.disruptions.queries.touched import touched

__all__ = ["Affected", "Span", "affected", "episodes", "touched"]
