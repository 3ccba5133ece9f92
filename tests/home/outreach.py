"""A worker in Taiwan with numbers of every kind, and short ways to write to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import in_house, inside, post, the_cast
from tests.checkins.cases import a_phone, a_plan, day
from tests.family.test_family import a_relative
from tracker.auth.models import Office
from tracker.core.db import db, transaction
from tracker.messages.models import Message
from tracker.people.models import ContactPoint, Relative, Worker

NOON = day(15)
OWN, SISTER = "••••••769", "••••••234"


@dataclass(frozen=True)
class Case:
    """References: of the worker; of his own number, a wrong one and a mail address; of a sister's and a brother's."""

    worker: str
    own: str
    wrong: str
    mail: str
    sister: str
    brother: str

    @property
    def path(self) -> str:
        return f"/workers/{self.worker}/message"


def a_case(app: Flask, *, office_phone: str = "0215 3000 001", **contract: Any) -> Case:
    """The worker, asked next in two weeks; the sister may be told, the brother may not."""
    context = in_house(app)
    the_cast()
    plan = a_plan(next_open_at=day(29), phone="+886912345769", **contract)
    with transaction() as session:
        worker = session.get_one(Worker, plan.worker_id)
        session.get_one(Office, "vn.11").phone = office_phone
        own = point_of(worker.id)
        wrong = a_phone(worker.id, "+886912345111", quality="wrong", quality_on=date(2020, 6, 12))
        mail = a_phone(worker.id, "anh@example.vn", kind="email")
        sister = a_relative(worker, name="Lò Thị Bun", may_see="state")
        brother = a_relative(worker, name="Lò Văn Chung", may_see="nothing")
        case = Case(
            worker.ref, own, wrong.ref, mail.ref, point_of(worker.id, sister.id), point_of(worker.id, brother.id)
        )
    context.pop()
    return case


def point_of(worker_id: int, relative_id: int | None = None) -> str:
    """The reference of the first number of a worker, or of a relative."""
    theirs = sa.select(ContactPoint.ref).where(
        ContactPoint.worker_id == worker_id, ContactPoint.relative_id.is_not_distinct_from(relative_id)
    )
    return db.session.scalars(theirs.order_by(ContactPoint.id).limit(1)).one()


def send(client: FlaskClient, case: Case, kind: str, to: str, **more: str) -> Any:
    """The second step at once, as a page that was opened before would send it."""
    return post(client, f"{case.path}/send", kind=kind, to=to, **more)


def look(client: FlaskClient, case: Case, kind: str, to: str) -> Any:
    """The first step: the preview, or the page that says why not."""
    return post(client, case.path, kind=kind, to=to)


def written(app: Flask) -> list[Message]:
    """Every message, oldest first."""
    with inside(app):
        found = list(db.session.scalars(sa.select(Message).order_by(Message.id)))
        db.session.expunge_all()
    return found


def take_back_consent(app: Flask, name: str) -> None:
    """The worker does not want a relative told any more."""
    with inside(app), transaction() as session:
        session.execute(sa.update(Relative).where(Relative.full_name == name).values(may_see="nothing"))
