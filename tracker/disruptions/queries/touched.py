"""Whom a disruption touches: the workers abroad at its place while it lasts, ranked by their own circumstances."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.core.scope import within
from tracker.disruptions.models import Disruption
from tracker.disruptions.queries import circumstances
from tracker.disruptions.queries.circumstances import Moment
from tracker.disruptions.queries.explanation import explanation
from tracker.people.models import ContactStatus, Worker


def touched(disruption: Disruption, as_of: date) -> sa.Select[Any]:
    """One row per touched worker: worker_id, contract_id, office_path, host_country, severity, rank, circumstances.

    Touched is whoever was there while the event lasted, up to `as_of`, and has not come home since. Newcomers of
    later days are found by asking again with a later `as_of`. Of several open contracts there the newest counts.
    A silence that another open alert holds already stays in the rank, but makes nobody graver.
    """
    moment = Moment(as_of, disruption.to_on)
    present = _present(disruption, moment)
    ranked = present.c.rank
    return sa.select(
        present.c.worker_id,
        present.c.contract_id,
        present.c.office_path,
        present.c.host_country,
        circumstances.severity_of(ranked - present.c.known_silence).label("severity"),
        ranked.label("rank"),
        present.c.circumstances,
    )


def _present(disruption: Disruption, moment: Moment) -> sa.Subquery:
    return (
        sa.select(
            Worker.id.label("worker_id"),
            Contract.id.label("contract_id"),
            Worker.office_path,
            Contract.host_country,
            circumstances.rank(moment).label("rank"),
            circumstances.known_silence(disruption.id).label("known_silence"),
            explanation(disruption, moment).label("circumstances"),
        )
        .select_from(Contract)
        .join(Worker, Worker.id == Contract.worker_id)
        .outerjoin(ContactStatus, ContactStatus.worker_id == Worker.id)
        .where(
            *_there(Contract, disruption, moment),
            ~_newer_there(disruption, moment),
            within(Worker.office_path, disruption.office_path),
        )
        .subquery()
    )


def _there(contract: Any, disruption: Disruption, moment: Moment) -> tuple[sa.ColumnElement[bool], ...]:
    """The contracts under which somebody was at the place while the event lasted and has not come home since."""
    last_day = min(disruption.to_on, moment.as_of) if disruption.to_on else moment.as_of
    return (
        _at_the_place(contract, disruption),
        sa.literal(disruption.from_on) <= last_day,
        contract.departed_on <= last_day,
        sa.or_(contract.returned_on.is_(None), contract.returned_on > moment.as_of),
    )


def _newer_there(disruption: Disruption, moment: Moment) -> sa.ColumnElement[bool]:
    """Whether the same worker left again later for the same place, and his return from the first was never told."""
    newer = sa.orm.aliased(Contract, name="newer")
    left_later = sa.or_(
        newer.departed_on > Contract.departed_on,
        sa.and_(newer.departed_on == Contract.departed_on, newer.id > Contract.id),
    )
    return sa.exists().where(newer.worker_id == Contract.worker_id, left_later, *_there(newer, disruption, moment))


def _at_the_place(contract: Any, disruption: Disruption) -> sa.ColumnElement[bool]:
    """The contracts in the disruption's country, or with its employer where it names one."""
    same: sa.ColumnElement[bool]
    if disruption.employer_id is not None:
        same = contract.employer_id == disruption.employer_id
    else:
        same = contract.host_country == disruption.host_country
    return same
