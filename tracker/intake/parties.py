"""Senders and employers named in a list: found by code or name, added when nobody has named them before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.core.crypto import new_ref
from tracker.core.db import db, insert_rows
from tracker.core.text import fold
from tracker.intake.entry import Terms
from tracker.intake.rows import is_code
from tracker.senders.models import Employer, Sender

NAME_KEY = 200


@dataclass(frozen=True)
class Parties:
    """Ids of senders by what lists call them, and of employers by country and what lists call them."""

    senders: dict[str, int]
    employers: dict[tuple[str, str], int]

    def sender_id(self, terms: Terms) -> int | None:
        """The sender of a contract."""
        return self.senders.get(fold(terms.sender))

    def employer_id(self, terms: Terms) -> int | None:
        """The employer of a contract."""
        return self.employers.get((terms.host_country, fold(terms.employer)))


def add_parties(contracts: Sequence[Terms]) -> Parties:
    """Add the senders and employers that are not in the register yet; ids of all that these contracts name."""
    session = db.session()
    senders = _sender_ids()
    fresh = {fold(terms.sender): terms.sender for terms in contracts if terms.sender}
    insert_rows(session, Sender, [_sender(name) for key, name in fresh.items() if key not in senders])
    employers = _employer_ids()
    named = {(terms.host_country, fold(terms.employer)): terms for terms in contracts if terms.employer}
    insert_rows(session, Employer, [_employer(terms) for key, terms in named.items() if key not in employers])
    return Parties(_sender_ids(), _employer_ids({terms.host_country for terms in contracts}))


def _sender_ids() -> dict[str, int]:
    rows = db.session.execute(sa.select(Sender.id, Sender.code, Sender.name)).all()
    by_name = {fold(name): id_ for id_, _code, name in rows}
    return by_name | {fold(code): id_ for id_, code, _name in rows if code}


def _employer_ids(countries: Iterable[str] | None = None) -> dict[tuple[str, str], int]:
    asked = sa.select(Employer.id, Employer.code, Employer.name, Employer.host_country)
    rows = db.session.execute(asked if countries is None else asked.where(Employer.host_country.in_(countries))).all()
    by_name = {(country, fold(name)): id_ for id_, _code, name, country in rows}
    return by_name | {(country, fold(code)): id_ for id_, code, _name, country in rows if code}


def _sender(written: str) -> dict[str, object]:
    return {
        "ref": new_ref("DN"),
        "code": written if is_code(written) else None,
        "name": written,
        "name_fold": fold(written)[:NAME_KEY],
        "phone": "",
        "email": "",
    }


def _employer(terms: Terms) -> dict[str, object]:
    return {
        "ref": new_ref("CSD"),
        "code": terms.employer if is_code(terms.employer) else None,
        "name": terms.employer,
        "name_fold": fold(terms.employer)[:NAME_KEY],
        "host_country": terms.host_country,
        "place": terms.place[:80],
    }
