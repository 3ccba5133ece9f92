"""Nouns of the first storey: workers, relatives, how to reach them, and signs of life."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Base, Sortable, one_of
from tracker.core.scope import OfOffice, OfTwoWorkers, OfWorker, Scope
from tracker.places.units import path_of

SEXES = ("female", "male")
ID_KINDS = ("cmnd", "cccd")
HOUSEHOLDS = ("", "poor", "near_poor", "newly_escaped")
CONTACT_STATES = ("new", "in_touch", "late", "silent", "lost_contact", "paused", "closed")
CONTACT_KINDS = ("phone", "email")
EARLIER_KINDS = (*ID_KINDS, "passport", "file", "list")
PAIR_STATES = ("suspected", "different", "same")
MAY_SEE = ("nothing", "state", "last_contact", "case_progress")
SIGN_KINDS = (
    "own_answer",
    "officer_call",
    "mission_call",
    "travel_record",
    "group_leader",
    "family",
    "sender",
    "receipt",
)


class Worker(OfOffice, Base):
    """A Vietnamese worker who goes, is or was abroad under contract. Numbers are sealed; see `people.secrets`.

    A file that was merged into another stays as a row that no question sees, so that nobody else is given its number.
    """

    __tablename__ = "worker"
    __table_args__ = (
        one_of("sex", SEXES, "sex"),
        one_of("id_kind", ID_KINDS, "id_kind"),
        one_of("household", HOUSEHOLDS, "household"),
        sa.Index("ix_worker_office_path_sort_key_id", "office_path", "sort_key", "id"),
        sa.Index("ix_worker_sort_key_id", "sort_key", "id"),
        sa.Index("ix_worker_name_fold_birth_date", "name_fold", "birth_date"),
        sa.Index("ix_worker_id_last4_index", "id_last4_index"),
        # Without the empty ones: many rows that share "nothing" would make the index look useless to the planner.
        sa.Index(
            "ix_worker_list_ref",
            "list_ref",
            postgresql_where=sa.text("list_ref IS NOT NULL"),
            sqlite_where=sa.text("list_ref IS NOT NULL"),
        ),
        sa.Index(
            "ix_worker_passport_index",
            "passport_index",
            postgresql_where=sa.text("passport_index IS NOT NULL"),
            sqlite_where=sa.text("passport_index IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    list_ref: Mapped[str | None] = mapped_column(sa.String(40))
    full_name: Mapped[str]
    name_fold: Mapped[str] = mapped_column(Sortable(120))
    sort_key: Mapped[str] = mapped_column(Sortable(120))
    sex: Mapped[str] = mapped_column(sa.String(6))
    birth_date: Mapped[date]
    ethnic_group: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str] = mapped_column(sa.String(5), default="")
    commune_on: Mapped[date | None]  # the day on whose map the code is to be read
    village: Mapped[str] = mapped_column(default="")
    household: Mapped[str] = mapped_column(sa.String(14), default="")
    qualification: Mapped[str] = mapped_column(default="")
    id_kind: Mapped[str] = mapped_column(sa.String(4))
    id_number_sealed: Mapped[bytes]
    id_number_index: Mapped[bytes] = mapped_column(sa.LargeBinary(16), unique=True)
    id_last4_index: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    passport_sealed: Mapped[bytes | None]
    passport_index: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16))
    passport_expires_on: Mapped[date | None]
    sealed_case: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    source: Mapped[str] = mapped_column(sa.String(12), default="officer")
    merged_into: Mapped[int | None] = mapped_column(sa.ForeignKey("worker.id"))
    version: Mapped[int] = mapped_column(default=1)

    contact: Mapped["ContactStatus"] = relationship(back_populates="worker", lazy="select")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def home(self) -> tuple[str, ...]:
        """Commune, district and province as they were called when the home was told; empty when it was not."""
        return path_of(self.commune_code, self.commune_on) if self.commune_on else ()

    @classmethod
    def seen_in(cls, scope: Scope) -> sa.ColumnElement[bool]:
        """The workers of the office's subtree, or the one worker of a family's scope; never a merged file."""
        mine = cls.id == scope.worker_id if scope.worker_id is not None else super().seen_in(scope)
        return sa.and_(cls.merged_into.is_(None), mine)


class NameKey(OfWorker, Base):
    """A tail of a worker's folded name; a prefix search on these finds any run of words."""

    __tablename__ = "name_key"
    __table_args__ = (sa.Index("ix_name_key_key_worker_id", "key", "worker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(sa.ForeignKey("worker.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(Sortable(120))


class Relative(OfWorker, Base):
    """A relative of a worker, and what the worker agreed that this relative may see."""

    __tablename__ = "relative"
    __table_args__ = (one_of("may_see", MAY_SEE, "may_see"), sa.Index("ix_relative_worker_id", "worker_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    full_name: Mapped[str]
    kinship: Mapped[str] = mapped_column(sa.String(40))
    contact_order: Mapped[int] = mapped_column(default=1)
    may_see: Mapped[str] = mapped_column(sa.String(14), default="nothing")
    consent_on: Mapped[date | None]
    consent_how: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def may_be_told(self) -> bool:
        """Whether the worker agreed, on a day that is written down, that this relative learns something."""
        return self.may_see != "nothing" and self.consent_on is not None


class ContactPoint(OfWorker, Base):
    """A phone number or e-mail address of a worker (or of a relative), sealed, with what we know of its quality."""

    __tablename__ = "contact_point"
    __table_args__ = (
        one_of("kind", CONTACT_KINDS, "kind"),
        one_of("quality", ("unknown", "good", "shared", "wrong"), "quality"),
        sa.Index("ix_contact_point_worker_id", "worker_id"),
        sa.Index("ix_contact_point_value_index", "value_index"),
        sa.Index("ix_contact_point_last4_index", "last4_index"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    relative_id: Mapped[int | None] = mapped_column(sa.ForeignKey("relative.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(6))
    value_sealed: Mapped[bytes]
    value_index: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    last4_index: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    place: Mapped[str] = mapped_column(sa.String(80))
    preferred: Mapped[bool] = mapped_column(default=False)
    quality: Mapped[str] = mapped_column(sa.String(8), default="unknown")
    quality_on: Mapped[date | None]
    created_at: Mapped[datetime]


class SignOfLife(OfWorker, Base):
    """One proof, strong or weak, that a worker was well enough to be heard of at an instant."""

    __tablename__ = "sign_of_life"
    __table_args__ = (
        one_of("kind", SIGN_KINDS, "kind"),
        sa.CheckConstraint("strength > 0 AND strength <= 1", name="strength"),
        sa.Index("ix_sign_of_life_worker_id_at", "worker_id", "at"),
        sa.UniqueConstraint("worker_id", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(14))
    at: Mapped[datetime]
    strength: Mapped[Decimal] = mapped_column(sa.Numeric(2, 1))
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]


class ContactStatus(OfWorker, Base):
    """Narrow, derived row per worker: contact state, last signs of life, next planned contact."""

    __tablename__ = "contact_status"
    __table_args__ = (
        one_of("state", CONTACT_STATES, "state"),
        sa.Index("ix_contact_status_state_last_sure_at", "state", "last_sure_at"),
    )

    worker_id: Mapped[int] = mapped_column(sa.ForeignKey("worker.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(12), default="new")
    last_sure_at: Mapped[datetime | None]
    last_sure_kind: Mapped[str] = mapped_column(sa.String(14), default="")
    last_weak_at: Mapped[datetime | None]
    last_weak_kind: Mapped[str] = mapped_column(sa.String(14), default="")
    next_contact_at: Mapped[datetime | None]

    worker: Mapped[Worker] = relationship(back_populates="contact")


class EarlierNumber(OfWorker, Base):
    """A number by which this file, or one merged into it, was known: of a paper, the file, a list. Still found."""

    __tablename__ = "earlier_number"
    __table_args__ = (
        one_of("kind", EARLIER_KINDS, "kind"),
        sa.UniqueConstraint("worker_id", "value_index"),
        sa.Index("ix_earlier_number_value_index", "value_index"),
        sa.Index("ix_earlier_number_last4_index", "last4_index"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    value_sealed: Mapped[bytes]
    value_index: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    last4_index: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16))
    created_at: Mapped[datetime]


class SuspectedPair(OfTwoWorkers, Base):
    """Two files that may be one person's: found by the house, decided by a person, and the decision is remembered.

    `likeness` tells the reasons; see `people.likeness`.
    """

    __tablename__ = "suspected_pair"
    __table_args__ = (
        one_of("state", PAIR_STATES, "state"),
        sa.CheckConstraint("worker_id < other_id", name="lower_first"),
        sa.UniqueConstraint("worker_id", "other_id"),
        sa.Index("ix_suspected_pair_other_id", "other_id"),
        sa.Index(
            "ix_suspected_pair_likeness_id",
            "likeness",
            "id",
            postgresql_where=sa.text("state = 'suspected'"),
            sqlite_where=sa.text("state = 'suspected'"),
        ),
        sa.Index(
            "ix_suspected_pair_decided_at_id",
            "decided_at",
            "id",
            postgresql_where=sa.text("state <> 'suspected'"),
            sqlite_where=sa.text("state <> 'suspected'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    likeness: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(10), default="suspected")
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(default="")
