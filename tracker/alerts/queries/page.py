"""Everything on the page of one alert: why it exists, who can be reached, what happened, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.alerts.explain import Explanation, explanation_of, title_of
from tracker.alerts.ladder import steps_ahead
from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.queries.filters import is_mark
from tracker.alerts.states import moves_from
from tracker.alerts.words import entry as entry_words
from tracker.auth.models import Office, UserAccount
from tracker.contracts.models import Contract
from tracker.contracts.queries import contracts_of
from tracker.core.db import db
from tracker.people import secrets
from tracker.people.models import ContactPoint, Relative, Worker
from tracker.people.queries import contact_points_of, relatives_of
from tracker.places.cards import CountryCard, country_card
from tracker.places.countries import UnknownCountry, time_zone_of

ENTRIES = 100


@dataclass(frozen=True)
class Entry:
    """One line of the timeline as it is shown."""

    at: datetime
    text: str
    note: str
    by: str
    kind: str


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody: the number with all but its end hidden, and whose it is."""

    masked: str
    kind: str
    quality: str
    relative: str = ""


@dataclass(frozen=True)
class Step:
    """A step that the ladder will take, and whom it reaches."""

    at: datetime
    who: str


@dataclass(frozen=True)
class AlertPage:
    """One alert with all that its page shows."""

    alert: Alert
    title: str
    why: Explanation
    office: str
    timeline: tuple[Entry, ...]
    worker: Worker | None
    contract: Contract | None
    contacts: tuple[Contact, ...]
    relatives: Sequence[Relative]
    card: CountryCard | None
    local_time: datetime | None
    ahead: tuple[Step, ...]
    moves: tuple[str, ...]
    parent: Alert | None
    children: int

    @property
    def kin_can_be_called(self) -> bool:
        """Whether a number of a relative is on file that is not known to be wrong."""
        return any(contact.relative for contact in self.contacts)

    @property
    def latest_by_others(self) -> Entry | None:
        """The newest line that a person wrote: what the loser of a race has to read."""
        return next((one for one in self.timeline if one.by), None)


def alert_by_ref(ref: str) -> Alert | None:
    """The alert with this reference, if the asking office may see it."""
    whole = sa.select(Alert).where(Alert.ref == ref).options(joinedload(Alert.owner), joinedload(Alert.worker))
    return db.session.scalar(whole)


def page_of(ref: str, *, now: datetime) -> AlertPage | None:
    """The page of one alert; none when there is no such alert within the scope."""
    alert = alert_by_ref(ref)
    if alert is None:
        return None
    contract = _contract(alert)
    return AlertPage(
        alert=alert,
        title=title_of(alert.title, alert.why),
        why=explanation_of(alert.why),
        office=db.session.scalar(sa.select(Office.name).where(Office.path == alert.office_path)) or "",
        timeline=timeline_of(alert),
        worker=alert.worker,
        contract=contract,
        contacts=_contacts(alert),
        relatives=relatives_of(alert.worker_id) if alert.worker_id else (),
        card=_card(alert.host_country),
        local_time=_local_time(alert.host_country, now),
        ahead=_ahead(alert, now),
        moves=moves_from(alert.state),
        parent=db.session.get(Alert, alert.parent_id) if alert.parent_id else None,
        children=_children(alert),
    )


def timeline_of(alert: Alert, *, limit: int = ENTRIES) -> tuple[Entry, ...]:
    """What happened to an alert, newest first."""
    rows = db.session.execute(
        sa.select(AlertEntry.at, AlertEntry.kind, AlertEntry.note, AlertEntry.detail, UserAccount.display_name)
        .outerjoin(UserAccount, UserAccount.id == AlertEntry.by_id)
        .where(AlertEntry.alert_id == alert.id)
        .order_by(AlertEntry.at.desc(), AlertEntry.id.desc())
        .limit(limit)
    )
    return tuple(Entry(at, entry_words(kind, detail), note, by or "", kind) for at, kind, note, detail, by in rows)


def _ahead(alert: Alert, now: datetime) -> tuple[Step, ...]:
    climbs = alert.state == "new" and not db.session.scalar(sa.select(Alert.id).where(Alert.id == alert.id, is_mark()))
    return tuple(Step(at, str(who)) for at, who in steps_ahead(alert) if at > now) if climbs else ()


def _contract(alert: Alert) -> Contract | None:
    """The contract under which the worker is, or last was, abroad."""
    return next(iter(contracts_of(alert.worker_id)), None) if alert.worker_id else None


def _contacts(alert: Alert) -> tuple[Contact, ...]:
    if alert.worker_id is None:
        return ()
    names = {relative.id: f"{relative.kinship} {relative.full_name}" for relative in relatives_of(alert.worker_id)}
    points = [point for point in contact_points_of(alert.worker_id) if point.quality != "wrong"]
    return tuple(_contact(point, names) for point in points)


def _contact(point: ContactPoint, names: dict[int, str]) -> Contact:
    whose = names.get(point.relative_id, "") if point.relative_id else ""
    return Contact(secrets.masked(secrets.open_contact(point)), point.kind, point.quality, whose)


def _card(iso3: str) -> CountryCard | None:
    try:
        return country_card(iso3) if iso3 else None
    except UnknownCountry:
        return None


def _local_time(iso3: str, now: datetime) -> datetime | None:
    try:
        return now.astimezone(time_zone_of(iso3)) if iso3 else None
    except UnknownCountry:
        return None


def _children(alert: Alert) -> int:
    if alert.worker_id is not None:
        return 0
    below = sa.select(sa.func.count()).where(Alert.parent_id == alert.id, Alert.closed_at.is_(None))
    return db.session.scalar(below) or 0
