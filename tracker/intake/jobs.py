"""What the timetable calls for intake: read and apply the long lists that wait."""

from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.intake import actions, queries


def apply_waiting() -> str:
    """Take on the oldest waiting list: preview it, or apply it when an officer has asked for that; what was done."""
    with transaction():
        run = actions.next_waiting(now=clock.now())
    if run is None:
        return "waiting=0"
    run_id, asked = run.id, bool(run.counts)
    try:
        preview = queries.read_run(run, today=clock.today(), progress=lambda done, _total: _tell(run_id, done))
        with transaction():
            if asked:
                actions.apply_list(run, preview, by=None, now=clock.now())
            else:
                actions.preview_list(run, preview)
    except Exception as error:
        db.session.rollback()
        with transaction():
            actions.report_failure(run, _in_words(error), now=clock.now())
        raise
    return f"{'applied' if asked else 'previewed'}={run.rows_total}"


def _tell(run_id: int, done: int) -> None:
    with transaction():
        actions.report_progress(run_id, done)


def _in_words(error: Exception) -> str:
    return str(error) or type(error).__name__
