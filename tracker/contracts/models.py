"""Nouns: the labour contract abroad from registration to return, and the law's findings on it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Base, one_of
from tracker.core.scope import OfWorker
from tracker.people.models import Worker
from tracker.senders.models import Employer, Sender

DOCUMENT_KINDS = (
    "application",
    "cv",
    "health",
    "orientation",
    "diploma",
    "passport",
    "labour_contract",
    "contract_translation",
    "employer_papers",
    "registration",
)
PROOF_KINDS = ("", "contract", "appendix", "sender", "authority", "other")
SENDING_FORMS = ("PUBLIC_UNIT", "SERVICE_ENTERPRISE", "CONTRACTOR", "TRAINEE", "INVESTOR", "DIRECT", "POST_EXIT")
Money = sa.Numeric(14, 2)


class Contract(OfWorker, Base):
    """A labour contract abroad, from registration to return. State is told by its dates."""

    __tablename__ = "contract"
    __table_args__ = (
        one_of("form", SENDING_FORMS, "form"),
        sa.CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        sa.CheckConstraint("returned_on IS NULL OR departed_on IS NOT NULL", name="returns_after_leaving"),
        sa.Index("ix_contract_worker_id", "worker_id"),
        sa.Index(
            "ix_contract_abroad",
            "host_country",
            "departed_on",
            postgresql_where=sa.text("departed_on IS NOT NULL AND returned_on IS NULL"),
            sqlite_where=sa.text("departed_on IS NOT NULL AND returned_on IS NULL"),
        ),
        sa.Index("ix_contract_host_country_departed_on", "host_country", "departed_on"),
        sa.Index("ix_contract_employer_id", "employer_id"),
        sa.Index("ix_contract_sender_id", "sender_id"),
        sa.Index("ix_contract_ends_on", "ends_on"),
        sa.Index(
            "uq_contract_worker_id_number",
            "worker_id",
            "number",
            unique=True,
            postgresql_where=sa.text("number <> ''"),
            sqlite_where=sa.text("number <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    number: Mapped[str] = mapped_column(sa.String(60), default="")
    form: Mapped[str] = mapped_column(sa.String(20))
    sender_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sender.id"))
    employer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("employer.id"))
    host_country: Mapped[str] = mapped_column(sa.String(3))
    place: Mapped[str] = mapped_column(default="")
    occupation: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    term_months: Mapped[int]
    wage: Mapped[Decimal | None] = mapped_column(Money)
    wage_currency: Mapped[str] = mapped_column(sa.String(3), default="")
    wage_rate_vnd: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    service_charge: Mapped[Decimal | None] = mapped_column(Money)
    service_charge_currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    paid_by_foreign_side: Mapped[Decimal | None] = mapped_column(Money)
    brokerage_fee: Mapped[Decimal | None] = mapped_column(Money)
    brokerage_currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    deposit: Mapped[Decimal | None] = mapped_column(Money)
    deposit_currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    usd_rate_vnd: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    orientation_no: Mapped[str] = mapped_column(default="")
    orientation_issued_on: Mapped[date | None]
    confirmation_no: Mapped[str] = mapped_column(default="")
    confirmation_on: Mapped[date | None]
    departed_on: Mapped[date | None]
    departure_flag: Mapped[str] = mapped_column(default="")
    returned_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(sa.String(30), default="")
    claimed_state: Mapped[str] = mapped_column(sa.String(30), default="")
    ruleset: Mapped[str] = mapped_column(sa.String(20), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    worker: Mapped[Worker] = relationship()
    sender: Mapped[Sender | None] = relationship()
    employer: Mapped[Employer | None] = relationship()
    findings: Mapped[list["LawFinding"]] = relationship(order_by="LawFinding.id", back_populates="contract")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def is_abroad(self, today: date) -> bool:
        """Abroad from the day of departure to the day before the return; the contract's end brings nobody home."""
        gone = self.departed_on is not None and self.departed_on <= today
        return gone and (self.returned_on is None or self.returned_on > today)


class LawFinding(OfWorker, Base):
    """What the law book found on a contract on one day, kept so that it can be explained after the law has changed."""

    __tablename__ = "law_finding"
    __table_args__ = (
        sa.Index("ix_law_finding_contract_id", "contract_id"),
        sa.Index("ix_law_finding_worker_id", "worker_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id", ondelete="CASCADE"))
    ruleset: Mapped[str] = mapped_column(sa.String(20))
    rule: Mapped[str] = mapped_column(sa.String(60))
    field: Mapped[str] = mapped_column(sa.String(40))
    severity: Mapped[str] = mapped_column(sa.String(10))
    finding: Mapped[dict[str, Any]]
    found_on: Mapped[date]

    contract: Mapped[Contract] = relationship(back_populates="findings")


class Document(OfWorker, Base):
    """A paper of a worker's file as an officer ticked it off: kind, number, days, issuer, whether it is there."""

    __tablename__ = "document"
    __table_args__ = (
        one_of("kind", DOCUMENT_KINDS, "kind"),
        sa.UniqueConstraint("contract_id", "kind"),
        sa.Index("ix_document_worker_id", "worker_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(default="")
    present: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class ContractChange(OfWorker, Base):
    """One correction of a registered contract: which terms, from what to what, by whom and on which paper."""

    __tablename__ = "contract_change"
    __table_args__ = (
        one_of("proof_kind", PROOF_KINDS, "proof_kind"),
        sa.Index("ix_contract_change_contract_id", "contract_id"),
        sa.Index("ix_contract_change_worker_id_at", "worker_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    proof_kind: Mapped[str] = mapped_column(sa.String(10))
    proof: Mapped[str]
    terms: Mapped[dict[str, Any]]
