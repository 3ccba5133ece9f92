"""What the office did in the last days: policies taken in, an event started, alerts worked on, a family let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from tracker.alerts import actions as alerts
from tracker.alerts.models import Alert
from tracker.auth.models import UserAccount
from tracker.contracts.actions import finding_row
from tracker.contracts.models import Contract, LawFinding
from tracker.contracts.terms import facts_of
from tracker.core.db import db, insert_rows
from tracker.core.scope import within
from tracker.demo.days import Days
from tracker.demo.policies import policy_file
from tracker.disruptions import actions as disruptions
from tracker.disruptions.models import Disruption, Episode
from tracker.family import actions as family
from tracker.law import checks
from tracker.people import secrets
from tracker.people.models import ContactPoint, ContactStatus, Relative, Worker

HOME = "vn.11"
EVENT = {"country": "MYS", "indicator": "C8", "level": 4, "rule": ">="}
EVENT_BEGAN = timedelta(hours=20)
LOOKED_AT = 2000
SOME = 5


@dataclass(frozen=True)
class FamilyDoor:
    """How the demo's family signs in: its code and the last four digits of its telephone."""

    code: str
    last4: str


def look_at_papers(days: Days) -> int:
    """Ask the law about the contracts whose worker has not left yet; how many findings were kept."""
    planned = sa.select(Contract, Worker).join(Worker, Worker.id == Contract.worker_id)
    planned = planned.where(Contract.departed_on.is_(None)).order_by(Contract.id).limit(LOOKED_AT)
    found = [
        finding_row(contract, finding, on=days.today)
        for contract, worker in db.session.execute(planned)
        for finding in checks.findings(facts_of(contract, worker), on=days.today)
    ]
    return insert_rows(db.session(), LawFinding, found)


def take_policies_in(days: Days) -> int:
    """Import the policies of the demo; how many proposals they make."""
    outcome = disruptions.import_policies(policy_file(days), by=None, now=days.now - EVENT_BEGAN - timedelta(days=1))
    return outcome.episodes_created


def start_event(supervisor: UserAccount, days: Days) -> Disruption:
    """The supervisor confirms one proposal: the borders of one country are closed, and its people are asked weekly."""
    at = days.now - EVENT_BEGAN
    event = disruptions.declare(disruptions.draft_of(_newest_proposal(), today=days.today), by=supervisor, now=at)
    disruptions.activate(event, by=supervisor, now=at + timedelta(minutes=20), asks="high")
    return event


def work_on_alerts(officer: UserAccount, supervisor: UserAccount, days: Days) -> None:
    """Some alerts are taken, some under way, some put aside, a few done."""
    now, silent = days.now, _open_alerts("silent")
    for alert in silent[:1]:
        at = min(alert.opened_at + timedelta(hours=5), now)
        alerts.acknowledge(alert, by=officer, now=at)
        alerts.resolve(
            alert,
            outcome="safe",
            words="Gọi được qua số của người cùng xưởng: vẫn đi làm, điện thoại hỏng.",
            was_right=True,
            by=officer,
            now=min(at + timedelta(hours=20), now),
        )
    for alert in silent[1:SOME]:
        alerts.acknowledge(alert, by=officer, now=max(alert.opened_at, now - timedelta(hours=3)))
        alerts.note(alert, "Gọi hai lần chưa được, hẹn gọi lại buổi tối giờ bên đó.", by=officer, now=now)
    for alert in silent[SOME : SOME + 1]:
        alerts.snooze(
            alert,
            until=now + timedelta(days=5),
            reason="Tàu cá ngoài khơi, đang ngoài vùng phủ sóng.",
            by=officer,
            now=now,
        )
    for alert in _open_alerts("problem")[:2]:
        at = max(alert.opened_at, now - timedelta(hours=6))
        alerts.acknowledge(alert, by=officer, now=at)
        alerts.start(
            alert,
            by=officer,
            now=max(at, now - timedelta(hours=5)),
            words="Đã gọi người lao động, đang hỏi doanh nghiệp.",
        )
    for alert in _open_alerts("help")[:1]:
        alerts.assign(alert, to=officer, by=supervisor, now=now)


def let_a_family_in(officer: UserAccount, days: Days) -> FamilyDoor | None:
    """Give one relative a login on the worker's consent; None when the demo is too small to have one."""
    relative = _relative_with_consent("in_touch", ("case_progress",))
    if relative is None:
        return None
    _login, code = family.grant(relative, by=officer, by_id=officer.id, now=days.now - timedelta(days=12))
    phone = sa.select(ContactPoint).where(ContactPoint.relative_id == relative.id).order_by(ContactPoint.id)
    number = secrets.open_contact(db.session.scalars(phone).all()[0])
    return FamilyDoor(code, number[-secrets.LAST :])


def _newest_proposal() -> Episode:
    found = sa.select(Episode).filter_by(**EVENT).order_by(Episode.start_on.desc()).limit(1)
    return db.session.scalars(found).one()


def hear_a_family(officer: UserAccount, days: Days) -> None:
    """The family of a silent worker has a login too, and is worried."""
    relative = _relative_with_consent("silent", ("state", "last_contact", "case_progress"))
    if relative is None:
        return
    login, _code = family.grant(relative, by=officer, by_id=officer.id, now=days.now - timedelta(days=30))
    family.report(login, "worried", now=days.now - timedelta(hours=3))


def _relative_with_consent(contact_state: str, levels: Sequence[str]) -> Relative | None:
    found = (
        sa.select(Relative)
        .join(Worker, Worker.id == Relative.worker_id)
        .join(ContactStatus, ContactStatus.worker_id == Worker.id)
        .where(Relative.may_see.in_(levels), ContactStatus.state == contact_state, within(Worker.office_path, HOME))
        .order_by(Relative.id)
        .limit(1)
    )
    return db.session.scalars(found).first()


def _open_alerts(cause: str) -> Sequence[Alert]:
    mine = (Alert.cause == cause, Alert.closed_at.is_(None), within(Alert.office_path, HOME))
    return db.session.scalars(sa.select(Alert).where(*mine).order_by(Alert.opened_at, Alert.id)).all()
