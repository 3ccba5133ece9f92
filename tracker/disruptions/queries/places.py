"""Employers for a bulletin: those with our people now, and the one that was meant by what somebody typed."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.senders.models import Employer
from tracker.senders.queries import employer_by_ref, employers_like

SEPARATOR = " · "


@dataclass(frozen=True)
class Choice:
    """An employer as it is offered: what stands in the field when it is chosen, and what is shown beside."""

    typed: str
    shown: str


def employers_with_people(today: date, *, limit: int = 300) -> list[Choice]:
    """Employers with whom somebody of ours works today, most people first."""
    count = sa.func.count(sa.distinct(Contract.worker_id))
    rows = db.session.execute(
        sa.select(Employer.ref, Employer.name, Employer.place, Employer.host_country, count)
        .join(Contract, Contract.employer_id == Employer.id)
        .where(Contract.departed_on <= today, sa.or_(Contract.returned_on.is_(None), Contract.returned_on > today))
        .group_by(Employer.id, Employer.ref, Employer.name, Employer.place, Employer.host_country)
        .order_by(count.desc(), Employer.name_fold, Employer.id)
        .limit(limit)
    )
    return [
        Choice(f"{ref}{SEPARATOR}{name}", SEPARATOR.join(filter(None, (place, country, str(people)))))
        for ref, name, place, country, people in rows
    ]


def employer_meant(typed: str, *, host_country: str = "") -> Employer | None:
    """The employer chosen from the list, or the only one whose name begins with what was typed."""
    chosen = employer_by_ref(typed.partition(SEPARATOR)[0].strip())
    if chosen is not None:
        return chosen
    alike = employers_like(typed, host_country=host_country, limit=2)
    return alike[0] if len(alike) == 1 else None
