"""Questions: which episodes and events there are, whom they touch, and how those people are."""

from tracker.disruptions.queries.affected import Affected, affected
from tracker.disruptions.queries.episodes import Span, episodes
from tracker.disruptions.queries.rehearsal import DryRun, dry_run
from tracker.disruptions.queries.touched import touched

__all__ = ["Affected", "DryRun", "Span", "affected", "dry_run", "episodes", "touched"]
