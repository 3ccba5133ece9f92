"""Bảng điều hành: offices with red-amber-green, the world map and the table behind it, events, officers' load."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.alerts import queries as alerts
from tracker.auth.door import asking_user
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db
from tracker.disruptions.models import Disruption
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


@bp.get("/board", allow=SUPERVISORS)
def index() -> ResponseReturnValue:
    """The board."""
    user, now = asking_user(), clock.now()
    return render_template(
        "home/board.html",
        offices=alerts.open_by_office(now),
        officers=alerts.load_of_officers(user.office_path, now),
        countries=countries(),
        by_severity=alerts.open_counts(),
        events=_active_events(),
        now=now,
        old=now - OLD,
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


def _active_events() -> list[Disruption]:
    active = sa.select(Disruption).where(Disruption.status.in_(("active", "winding_down")))
    return list(db.session.scalars(active.order_by(Disruption.activated_at.desc()).limit(10)))
