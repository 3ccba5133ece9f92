"""Bảng điều hành: offices with red-amber-green, the world map and the table behind it, events, officers' load."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.alerts import queries as alerts
from tracker.alerts.queries.counts import OfficeLoad
from tracker.auth.door import asking_user
from tracker.auth.models import Office
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db
from tracker.disruptions.models import Disruption
from tracker.home.repairs import incomplete_by_office
from tracker.home.week import last_week
from tracker.places.countries import country_name
from tracker.web.furniture import language
from tracker.web.routes import SUPERVISORS, Blueprint

bp = Blueprint("board", __name__)
OLD = timedelta(days=3)


@dataclass(frozen=True)
class CountryRow:
    """Workers abroad and open alerts in one country."""

    code: str
    name: str
    workers: int
    alerts: int
    worst: int | None


@dataclass(frozen=True)
class OfficeRow:
    """One office: its open alerts, its files that lack something, and how that looks at one glance.

    `verdict` is red with an urgent alert past its deadline, amber with anything late or long untouched, else green.
    """

    path: str
    name: str
    load: OfficeLoad | None
    incomplete: int
    verdict: str


@bp.get("/board", allow=SUPERVISORS)
def index() -> ResponseReturnValue:
    """The board."""
    user, now = asking_user(), clock.now()
    week = last_week(now)
    return render_template(
        "home/board.html",
        offices=_offices(now),
        week=week,
        most={name: max(1, *(getattr(day, name) for day in week)) for name in ("opened", "closed", "answers")},
        officers=alerts.load_of_officers(user.office_path, now),
        countries=countries(),
        by_severity=alerts.open_counts(),
        events=_active_events(),
        now=now,
    )


@bp.get("/board/countries.json", allow=SUPERVISORS)
def countries_json() -> ResponseReturnValue:
    """The numbers of the map."""
    rows = [
        {
            "code": row.code,
            "name": row.name,
            "workers": row.workers,
            "alerts": row.alerts,
            "severity": row.worst,
            "url": url_for("workers.index", country=row.code, state="abroad"),
        }
        for row in countries()
    ]
    return jsonify({"countries": rows})


def countries() -> list[CountryRow]:
    """Where workers are today, the most first, with the open alerts about them."""
    today = clock.today()
    still = sa.or_(Contract.returned_on.is_(None), Contract.returned_on > today)
    number = sa.func.count(sa.distinct(Contract.worker_id))
    abroad = sa.select(Contract.host_country, number).where(Contract.departed_on <= today, still)
    workers = {code: int(count) for code, count in db.session.execute(abroad.group_by(Contract.host_country))}
    loads = {load.country: load for load in alerts.open_by_country()}
    rows = [
        CountryRow(
            code=code,
            name=country_name(code, language()),
            workers=workers.get(code, 0),
            alerts=loads[code].alerts if code in loads else 0,
            worst=loads[code].worst if code in loads else None,
        )
        for code in workers.keys() | loads.keys()
    ]
    return sorted(rows, key=lambda row: (-row.workers, row.name))


def _offices(now: datetime) -> list[OfficeRow]:
    """Every office with something open or missing, in the order of the tree."""
    loads = {load.office_path: load for load in alerts.open_by_office(now)}
    lacking = incomplete_by_office()
    concerned = sa.select(Office.path, Office.name).where(Office.path.in_(loads.keys() | lacking.keys()))
    return [
        OfficeRow(path, name, loads.get(path), lacking.get(path, 0), _verdict(loads.get(path), now))
        for path, name in db.session.execute(concerned.order_by(Office.path))
    ]


def _verdict(load: OfficeLoad | None, now: datetime) -> str:
    if load is None:
        return "green"
    if load.urgent_late:
        return "red"
    untouched = load.unacknowledged and load.oldest_at and load.oldest_at < now - OLD
    return "amber" if load.late or untouched else "green"


def _active_events() -> list[Disruption]:
    active = sa.select(Disruption).where(Disruption.status.in_(("active", "winding_down")))
    return list(db.session.scalars(active.order_by(Disruption.activated_at.desc()).limit(10)))
