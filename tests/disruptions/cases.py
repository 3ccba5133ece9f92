"""Small policy files and events for the tests of this room."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tests.cast import a_contract_abroad, a_worker
from tracker.alerts.models import Alert
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.actions import Draft, ImportOutcome
from tracker.disruptions.models import Disruption
from tracker.people.models import ContactStatus, Relative, Worker

LIVE = "CountryName,CountryCode,Date,C2_Workplace closing,C2_Flag,C8_International travel controls"
LEGACY = "CountryName,CountryCode,Date,S2_Workplace closing,S2_IsGeneral,S7_International travel controls"
FINAL = "CountryName,CountryCode,Jurisdiction,Date,C2M_Workplace closing,C2M_Flag,C8EV_International travel controls"
MARCH = date(2020, 3, 1)


def noon(day: str) -> datetime:
    """Noon of a day in Vietnam."""
    return clock.at(f"{day}T12:00+07:00")


def a_policy_file(c8: str, *, country: str = "TWN", header: str = LIVE, first: date = MARCH) -> io.BytesIO:
    """A file of one country with one value of C8 per day, a dot for a blank; C2 stays 0."""
    lines = [header]
    for number, value in enumerate(c8):
        day = first + timedelta(days=number)
        place = f"X,{country},NAT_TOTAL" if header == FINAL else f"X,{country}"
        lines.append(f"{place},{day:%Y%m%d},0,,{'' if value == '.' else value}")
    return io.BytesIO("\r\n".join(lines).encode())


def policies(c8: str, *, on: str = "2020-07-15", **more: Any) -> ImportOutcome:
    """Import such a file on a day."""
    with transaction():
        return actions.import_policies(a_policy_file(c8, **more), by=None, now=noon(on))


def a_bulletin(**changes: Any) -> Draft:
    """A bulletin about Taiwan from 1 July 2020, unless told otherwise."""
    told: dict[str, Any] = {
        "title": "Đóng cửa nhà máy, KCN Đào Viên",
        "kind": "workplace_closure",
        "cause": "covid19",
        "host_country": "TWN",
        "from_on": date(2020, 7, 1),
        "to_on": None,
        "source": "Thông báo của Ban Quản lý lao động, 13/07",
        **changes,
    }
    return Draft(**told)


def a_running_event(by: Any, *, on: str = "2020-07-15", **changes: Any) -> Disruption:
    """A bulletin, declared and started on a day."""
    with transaction():
        event = actions.declare(a_bulletin(**changes), by=by, now=noon(on))
        actions.activate(event, by=by, now=noon(on))
    return event


def someone(name: str = "Lò Thị Ánh", *, office: str = "vn.11.099", calm: bool = True, **contract: Any) -> Worker:
    """Somebody in Taiwan with a relative on file and heard of last week, so that nothing presses by itself."""
    with transaction():
        worker = a_worker(name, office=office)
        a_contract_abroad(worker, **contract)
        if calm:
            kin = {"full_name": "Lò Văn Inh", "kinship": "cha", "created_at": noon("2020-07-15")}
            db.session.add(Relative(ref=f"TN-{worker.id}", worker_id=worker.id, **kin))
            hear_of(worker, last_sure_at=noon("2020-07-10"))
    return worker


def hear_of(worker: Worker, **told: Any) -> None:
    """Change what is known of when and how a worker was last heard of. Call inside a transaction."""
    status = db.session.get_one(ContactStatus, worker.id)
    for name, value in told.items():
        setattr(status, name, value)
    db.session.flush()


def single_alerts() -> list[Alert]:
    """The alerts that events have raised about one worker each, as the database has them now."""
    asked = sa.select(Alert).where(Alert.cause == "disruption", Alert.worker_id.is_not(None)).order_by(Alert.id)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))
