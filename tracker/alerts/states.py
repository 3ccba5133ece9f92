"""Which step may follow which: the life of an alert as data."""

from dataclasses import dataclass

from tracker.alerts.models import OPEN_STATES

WORKED_ON = ("acknowledged", "in_progress", "waiting")


@dataclass(frozen=True)
class Move:
    """One transition: from which states, to which; `to` is None when the state stays as it is."""

    name: str
    starts: tuple[str, ...]
    to: str | None


MOVES = {
    move.name: move
    for move in (
        Move("acknowledge", ("new",), "acknowledged"),
        Move("assign", OPEN_STATES, None),
        Move("start", ("acknowledged", "waiting"), "in_progress"),
        Move("note", (*OPEN_STATES, "resolved"), None),
        Move("wait_on", WORKED_ON, "waiting"),
        Move("snooze", ("new", *WORKED_ON), "snoozed"),
        Move("resolve", (*WORKED_ON, "snoozed"), "resolved"),
        Move("close", ("resolved",), "closed"),
        Move("reopen", ("resolved", "closed", "duplicate"), "new"),
        Move("regrade", OPEN_STATES, None),
        Move("escalate", OPEN_STATES, None),
        Move("mark_duplicate", OPEN_STATES, "duplicate"),
    )
}


def moves_from(state: str) -> tuple[str, ...]:
    """The steps allowed from a state, in the order of the table."""
    return tuple(name for name, move in MOVES.items() if state in move.starts)
