"""The list of workers: who is in it, in which order, and what stands on each line, by as many statements always."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import OPEN_STATES, Alert
from tracker.auth.models import Office
from tracker.checkins.models import Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core.db import along_index, db
from tracker.disruptions.models import Disruption
from tracker.home.worker_filters import Conditions, Filters, matching, narrowed_by, state_of
from tracker.people import search
from tracker.people.models import ContactStatus, Worker
from tracker.places.units import followed, path_of
from tracker.senders.models import Employer
from tracker.web.paging import CAP, PAGE, capped_count


@dataclass(frozen=True, slots=True)
class Line:
    """One worker as the list shows him."""

    ref: str
    full_name: str
    birth_year: int
    office: str
    commune: str
    country: str
    employer: str
    state: str
    ends_on: date | None
    contact: str
    last_sign_at: datetime | None
    last_sign_kind: str
    sure: bool
    next_contact_at: datetime | None
    alerts: int
    severity: int | None


@dataclass(frozen=True)
class Listing:
    """One page of the list. `before` and `after` are the references around which the neighbouring pages lie, if any."""

    lines: list[Line]
    count: int
    before: str | None = None
    after: str | None = None
    shape: str = ""
    more_hits: bool = False


LINE = (
    sa.select(
        Worker.id,
        Worker.ref,
        Worker.full_name,
        Worker.birth_date,
        Office.name.label("office"),
        Worker.commune_code,
        Worker.commune_on,
        ContactStatus.state,
        ContactStatus.last_sure_at,
        ContactStatus.last_sure_kind,
        ContactStatus.last_weak_at,
        ContactStatus.last_weak_kind,
        ContactStatus.next_contact_at,
    )
    .join(Office, Office.path == Worker.office_path)
    .outerjoin(ContactStatus, ContactStatus.worker_id == Worker.id)
)


def page(filters: Filters, *, today: date, after: str = "", before: str = "", size: int = PAGE) -> Listing:
    """One page in the order of given names, after or before the worker with a reference."""
    matched = matching(filters, today=today)
    count = capped_count(db.session(), matched)
    if count > CAP:
        matched = _walking(narrowed_by(filters, today=today))
    ids = _ids_around(matched, edge=after or before, backwards=bool(before), limit=size + 1)
    more = len(ids) > size
    ids = ids[:size][::-1] if before else ids[:size]
    lines = _lines(ids, today=today)
    has_next, has_previous = (True, more) if before else (more, bool(after))
    return Listing(
        lines=lines,
        count=count,
        before=lines[0].ref if lines and has_previous else None,
        after=lines[-1].ref if lines and has_next else None,
    )


def found(text: str, filters: Filters, *, today: date) -> Listing:
    """Whom a search finds among the filtered, best first; no further pages, but told when there are more."""
    hits = search.find(text, where=narrowed_by(filters, today=today))
    lines = _lines(hits.ids, today=today)
    return Listing(lines, len(lines), shape=hits.shape, more_hits=hits.more)


def event_titles(*, limit: int = 30) -> dict[str, str]:
    """The events a list can be narrowed to, the newest first: {reference: title}."""
    started = sa.select(Disruption.ref, Disruption.title).where(Disruption.activated_at.is_not(None))
    newest = started.order_by(Disruption.activated_at.desc(), Disruption.id.desc()).limit(limit)
    return {row.ref: row.title for row in db.session.execute(newest)}


def event_title(ref: str) -> str:
    """The title of an event the list is narrowed to."""
    return db.session.scalar(sa.select(Disruption.title).where(Disruption.ref == ref)) or ""


def _walking(conditions: Conditions) -> Any:
    """Where many match, the next fifty are soon met by walking the names in order and asking each."""
    return along_index(sa.select(Worker.id, Worker.sort_key).where(*conditions), "worker", "ix_worker_sort_key_id")


def _ids_around(matched: Any, *, edge: str, backwards: bool, limit: int) -> list[int]:
    place = (
        db.session.execute(sa.select(Worker.sort_key, Worker.id).where(Worker.ref == edge)).first() if edge else None
    )
    if place:
        there = sa.tuple_(sa.literal(place.sort_key), sa.literal(place.id))
        here = sa.tuple_(Worker.sort_key, Worker.id)
        matched = matched.where(here < there if backwards else here > there)
    order = (Worker.sort_key.desc(), Worker.id.desc()) if backwards else (Worker.sort_key, Worker.id)
    return list(db.session.scalars(matched.order_by(*order).limit(limit)))


def _lines(ids: Sequence[int], *, today: date) -> list[Line]:
    """The lines of these workers, in the order of the ids."""
    if not ids:
        return []
    rows: dict[int, Any] = {row.id: row for row in db.session.execute(LINE.where(Worker.id.in_(ids)))}
    contracts, alerts, due = _contracts(ids, today), _open_alerts(ids), _next_contacts(ids)
    return [
        _line(rows[each], contracts.get(each), alerts.get(each), due.get(each), today=today)
        for each in ids
        if each in rows
    ]


def _commune(row: Any, today: date) -> str:
    """The commune as it is called today; as it was called when the home was told, where it was divided since."""
    if row.commune_on is None:
        return ""
    now = followed(row.commune_code, row.commune_on, today)
    return now.name if now else next(iter(path_of(row.commune_code, row.commune_on)), "")


def _line(row: Any, contract: Any, alerts: Any, due: datetime | None, *, today: date) -> Line:
    sure = row.last_sure_at is not None
    return Line(
        ref=row.ref,
        full_name=row.full_name,
        birth_year=row.birth_date.year,
        office=row.office,
        commune=_commune(row, today),
        country=contract.host_country if contract else "",
        employer=contract.employer if contract and contract.employer else "",
        state=state_of(contract, today),
        ends_on=contract.ends_on if contract else None,
        contact=row.state or "new",
        last_sign_at=row.last_sure_at if sure else row.last_weak_at,
        last_sign_kind=(row.last_sure_kind if sure else row.last_weak_kind) or "",
        sure=sure,
        next_contact_at=row.next_contact_at or due,
        alerts=alerts.count if alerts else 0,
        severity=alerts.severity if alerts else None,
    )


def _contracts(ids: Sequence[int], today: date) -> dict[int, Any]:
    """The contract of each worker that counts today: the one abroad, else the latest."""
    found = sa.select(
        Contract.worker_id,
        Contract.host_country,
        Employer.name.label("employer"),
        Contract.ends_on,
        Contract.departed_on,
        Contract.returned_on,
    ).outerjoin(Employer, Employer.id == Contract.employer_id)
    chosen: dict[int, Any] = {}
    for row in db.session.execute(found.where(Contract.worker_id.in_(ids)).order_by(Contract.starts_on, Contract.id)):
        if state_of(chosen.get(row.worker_id), today) not in ("abroad", "after_end"):
            chosen[row.worker_id] = row
    return chosen


def _open_alerts(ids: Sequence[int]) -> dict[int, Any]:
    counted = sa.select(
        Alert.worker_id, sa.func.count().label("count"), sa.func.min(Alert.severity).label("severity")
    ).where(Alert.worker_id.in_(ids), Alert.closed_at.is_(None), Alert.state.in_(OPEN_STATES))
    return {row.worker_id: row for row in db.session.execute(counted.group_by(Alert.worker_id))}


def _next_contacts(ids: Sequence[int]) -> dict[int, datetime]:
    due = sa.select(PlanDue.worker_id, PlanDue.next_open_at).join(Plan, Plan.id == PlanDue.plan_id)
    active = due.where(PlanDue.worker_id.in_(ids), Plan.state == "active").order_by(PlanDue.next_open_at.desc())
    return {row.worker_id: row.next_open_at for row in db.session.execute(active)}
