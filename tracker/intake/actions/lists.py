"""The run of a list: the sealed file, its preview, its application, its remarks; every step in the audit book."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.checkins.actions import close_plans, open_missing_plans
from tracker.core.crypto import new_ref, seal, seal_bytes
from tracker.core.db import db, gather_statistics, insert_rows
from tracker.intake.actions.adding import SOURCE
from tracker.intake.actions.writing import AT_ONCE, write
from tracker.intake.entry import Issue, Kind
from tracker.intake.models import ImportIssue, ImportRun
from tracker.intake.preview import Preview, Progress, counts_of, silent
from tracker.intake.sheets import read_sheet
from tracker.intake.steps import Step
from tracker.people.actions import find_doubles, look_again
from tracker.people.models import Worker

IN_REQUEST = 5_000
REPAIRS_KEPT = 20_000
GIVEN_UP_AFTER = timedelta(minutes=15)
LONGEST_FOUND = 200
WHO = {"full_name", "birth_date", "passport_index"}


def take_in(name: str, content: bytes, *, office_path: str, by: UserAccount | None, now: datetime) -> ImportRun:
    """Keep an uploaded list, sealed. It waits for the scheduler when it is long. Raises SheetRefused."""
    lines = len(read_sheet(name, content).lines)
    ref = new_ref("DS")
    run = ImportRun(
        ref=ref,
        office_path=office_path,
        by_id=by.id if by else None,
        file_name=PurePath(name).name[:200],
        file_hash=hashlib.sha256(content).hexdigest(),
        file_sealed=seal_bytes(content, table="import_run", row=ref, column="file"),
        state="previewed" if lines <= IN_REQUEST else "waiting",
        rows_total=lines,
        counts={},
        created_at=now,
    )
    db.session.add(run)
    audit.record("list.take_in", ("import_run", ref), by=by, now=now, lines=lines, file=run.file_hash)
    return run


def preview_list(run: ImportRun, preview: Preview) -> None:
    """Keep what a list would do, to be looked at before it is applied."""
    run.state, run.counts, run.rows_done = "previewed", preview.counts, preview.total
    _keep_issues(run, preview.issues)


def ask_to_apply(run: ImportRun, *, by: UserAccount | None, now: datetime) -> None:
    """Let the scheduler apply a long list."""
    run.state, run.rows_done = "waiting", 0
    audit.record("list.ask", ("import_run", run.ref), by=by, now=now)


def apply_list(
    run: ImportRun,
    preview: Preview,
    *,
    by: UserAccount | None,
    now: datetime,
    progress: Progress = silent,
) -> dict[str, int]:
    """Write a list that was just read into the register; lines by outcome. All of it or nothing.

    Safe to run twice: a line that is in the register already changes nothing. Raises RegisterMoved.
    """
    stopped, late = write(preview.steps, by_id=run.by_id, now=now, progress=progress)
    issues = sorted([*preview.issues, *late], key=lambda issue: issue.line)
    _ask_who_is_abroad(now=now)
    run.counts = counts_of(preview.outcomes | stopped, issues)
    run.state, run.rows_done, run.finished_at = "applied", run.rows_total, now
    run.started_at = run.started_at or now
    _keep_issues(run, issues)
    audit.record("list.apply", ("import_run", run.ref), by=by, now=now, **run.counts)
    gather_statistics(db.session())
    _suspect_doubles(preview.steps, now=now)
    return dict(run.counts)


def discard(run: ImportRun, *, by: UserAccount | None, now: datetime) -> None:
    """Throw a list away that was not applied: its file and its remarks are gone."""
    run.state, run.file_sealed, run.finished_at = "discarded", None, now
    db.session.execute(sa.delete(ImportIssue).where(ImportIssue.run_id == run.id))
    audit.record("list.discard", ("import_run", run.ref), by=by, now=now)


def next_waiting(*, now: datetime) -> ImportRun | None:
    """Claim the oldest list that waits, or one whose work was cut off; whoever calls commits at once."""
    cut_off = sa.and_(ImportRun.state == "applying", ImportRun.started_at < now - GIVEN_UP_AFTER)
    waiting = sa.select(ImportRun).where(sa.or_(ImportRun.state == "waiting", cut_off)).order_by(ImportRun.id).limit(1)
    run = db.session.scalars(waiting).first()
    if run:
        run.state, run.started_at, run.failure = "applying", now, ""
    return run


def report_progress(run_id: int, done: int) -> None:
    """Show how far a list has come."""
    db.session.execute(sa.update(ImportRun).where(ImportRun.id == run_id).values(rows_done=done))


def report_failure(run: ImportRun, message: str, *, now: datetime) -> None:
    """Say why a list was not applied."""
    run.state, run.failure, run.finished_at = "failed", message[:500], now
    audit.record("list.fail", ("import_run", run.ref), by=None, now=now)


def _ask_who_is_abroad(*, now: datetime) -> None:
    """A plan for everyone who is abroad now, none for those who are back; both work in batches."""
    while open_missing_plans(now=now):
        pass
    while close_plans(now=now):
        pass


def _suspect_doubles(steps: Sequence[Step], *, now: datetime) -> None:
    """Whoever is new, was corrected or has a new number may be known twice; asked once the database knows its rows."""
    known = [(step, step.worker.id) for step in steps if step.worker]
    corrected = {worker_id for step, worker_id in known if WHO & step.person_changes.keys()}
    added = sa.select(Worker.id).where(Worker.source == SOURCE, Worker.created_at == now)
    fresh = {worker_id for step, worker_id in known if step.new_numbers} | set(db.session.scalars(added))
    for part in _parts(corrected):
        look_again(part, now=now)
    for part in _parts(fresh - corrected):
        find_doubles(now=now, among=part)


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _keep_issues(run: ImportRun, issues: Sequence[Issue]) -> None:
    """Keep the remarks, each cell sealed; of mere repairs no more than one page of a very long list."""
    db.session.flush()
    db.session.execute(sa.delete(ImportIssue).where(ImportIssue.run_id == run.id))
    repairs = [issue for issue in issues if issue.kind is Kind.REPAIRED][:REPAIRS_KEPT]
    others = [issue for issue in issues if issue.kind is not Kind.REPAIRED]
    insert_rows(db.session(), ImportIssue, [_issue_row(run, issue) for issue in (*others, *repairs)])


def _issue_row(run: ImportRun, issue: Issue) -> dict[str, Any]:
    place = {"table": "import_issue", "row": f"{run.ref}:{issue.line}", "column": issue.column}
    return {
        "run_id": run.id,
        "office_path": run.office_path,
        "row_no": issue.line,
        "column": issue.column,
        "kind": issue.kind.value,
        "message": issue.message,
        "cell_sealed": seal(issue.found[:LONGEST_FOUND], **place) if issue.found else None,
    }
