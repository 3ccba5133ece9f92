"""Nouns: a registration being filled in part by part, and the run of an imported list."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.db import Base, one_of
from tracker.core.scope import OfOffice, OfWorker


class RegistrationDraft(OfOffice, Base):
    """What an officer has typed so far of a registration; sealed, kept until registered or thrown away."""

    __tablename__ = "registration_draft"
    __table_args__ = (sa.Index("ix_registration_draft_office_path", "office_path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    parts_sealed: Mapped[bytes]
    parts_done: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    registered_worker_ref: Mapped[str | None] = mapped_column(sa.String(24))
    discarded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ImportRun(OfOffice, Base):
    """One list taken in: the sealed file, its preview, how far it has come, what it did."""

    __tablename__ = "import_run"
    __table_args__ = (
        one_of("state", ("previewed", "waiting", "applying", "applied", "failed", "discarded"), "state"),
        sa.Index("ix_import_run_office_path_created_at", "office_path", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    file_name: Mapped[str]
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    file_sealed: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(sa.String(10), default="previewed")
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")


class ImportIssue(OfOffice, Base):
    """One cell of a list that was repaired, refused, changes the register or differs from it; the cell is sealed."""

    __tablename__ = "import_issue"
    __table_args__ = (
        one_of("kind", ("repaired", "refused", "warned", "differs", "changes", "duplicate"), "kind"),
        sa.Index("ix_import_issue_run_id_row_no", "run_id", "row_no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("import_run.id", ondelete="CASCADE"))
    row_no: Mapped[int]
    column: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(10))
    message: Mapped[str]
    cell_sealed: Mapped[bytes | None]


class ListedRow(OfWorker, Base):
    """What a list last said of one contract: a short fingerprint per field.

    A field that still matches its fingerprint came from a list and may follow the next list; one that does not was
    changed by an officer, and a list only reports the difference.
    """

    __tablename__ = "listed_row"
    __table_args__ = (sa.Index("ix_listed_row_worker_id", "worker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id", ondelete="CASCADE"), unique=True)
    fingerprints: Mapped[dict[str, Any]]
