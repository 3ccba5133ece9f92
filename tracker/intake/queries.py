"""Questions about lists: the runs of an office, one run with its remarks, the file read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.auth.models import UserAccount
from tracker.core.crypto import unseal, unseal_bytes
from tracker.core.db import db
from tracker.intake.columns import known
from tracker.intake.entry import NUMBERS
from tracker.intake.models import ImportIssue, ImportRun
from tracker.intake.preview import Preview, Progress, read_list, silent
from tracker.intake.sheets import Sheet, read_sheet
from tracker.people.secrets import masked

SHOWN_RUNS = 50
SHOWN_REMARKS = 500


@dataclass(frozen=True)
class Remark:
    """One remark as it is shown: where, what was found, what it means."""

    line: int
    column: str
    title: str
    kind: str
    found: str
    message: str

    @property
    def shown(self) -> str:
        """What stood in the cell; of a number only its end."""
        return masked(self.found) if self.found and self.column in NUMBERS else self.found


@dataclass(frozen=True)
class RunLine:
    """One list in the overview."""

    ref: str
    file_name: str
    state: str
    rows_total: int
    rows_done: int
    counts: dict[str, int]
    created_at: datetime
    by_name: str


def runs() -> list[RunLine]:
    """The last lists of the asking office and the offices below it, newest first."""
    rows = db.session.execute(
        sa.select(
            ImportRun.ref,
            ImportRun.file_name,
            ImportRun.state,
            ImportRun.rows_total,
            ImportRun.rows_done,
            ImportRun.counts,
            ImportRun.created_at,
            sa.func.coalesce(UserAccount.display_name, ""),
        )
        .outerjoin(UserAccount, UserAccount.id == ImportRun.by_id)
        .order_by(ImportRun.created_at.desc(), ImportRun.id.desc())
        .limit(SHOWN_RUNS)
    )
    return [RunLine(*row) for row in rows]


def run_by_ref(ref: str) -> ImportRun | None:
    """A list within the scope."""
    return db.session.scalars(sa.select(ImportRun).where(ImportRun.ref == ref)).first()


def remarks_of(run: ImportRun, *, kinds: Sequence[str] = (), limit: int | None = SHOWN_REMARKS) -> list[Remark]:
    """The remarks on a list in the order of its lines; the cells are opened."""
    wanted = sa.select(ImportIssue).where(ImportIssue.run_id == run.id)
    if kinds:
        wanted = wanted.where(ImportIssue.kind.in_(kinds))
    ordered = wanted.order_by(ImportIssue.row_no, ImportIssue.id).limit(limit)
    return [_remark(run, issue) for issue in db.session.scalars(ordered)]


def sheet_of(run: ImportRun) -> Sheet:
    """The list as it was sent. Raises LookupError when it was thrown away."""
    return read_sheet(run.file_name, _file_of(run))


def read_run(run: ImportRun, *, today: date, progress: Progress = silent) -> Preview:
    """Read a kept list against the register as it stands now."""
    return read_list(run.file_name, _file_of(run), office_path=run.office_path, today=today, progress=progress)


def _file_of(run: ImportRun) -> bytes:
    if run.file_sealed is None:
        raise LookupError(run.ref)
    return unseal_bytes(run.file_sealed, table="import_run", row=run.ref, column="file")


def _remark(run: ImportRun, issue: ImportIssue) -> Remark:
    found = ""
    if issue.cell_sealed is not None:
        place = {"table": "import_issue", "row": f"{run.ref}:{issue.row_no}", "column": issue.column}
        found = unseal(issue.cell_sealed, **place)
    column = known().get(issue.column)
    return Remark(issue.row_no, issue.column, column.title if column else "", issue.kind, found, issue.message)
