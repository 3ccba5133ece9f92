"""Verbs: take a policy file in; declare, confirm, follow and close a disruption."""

from tracker.disruptions.actions.feed import ImportOutcome, import_policies

__all__ = ["ImportOutcome", "import_policies"]
