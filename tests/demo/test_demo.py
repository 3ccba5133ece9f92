"""The made-up province: the same seed, the same people; alive on the day it is loaded; unmistakably made up."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import NOON
from tracker.alerts.models import Alert
from tracker.audit import queries as audit
from tracker.auth import actions as auth
from tracker.checkins.models import WAITING_STATES, CheckIn
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.demo.load import Loaded, NotEmpty, load
from tracker.disruptions.models import Disruption, Episode
from tracker.family import actions as family
from tracker.messages.models import Message
from tracker.people import secrets
from tracker.people.models import ContactPoint, ContactStatus, Relative, SuspectedPair, Worker
from tracker.senders.models import Employer, Sender

AS_OF = date(2020, 7, 15)


def loaded(*, workers: int = 120, seed: int = 5) -> Loaded:
    with transaction():
        return load(workers=workers, seed=seed, as_of=AS_OF, now=clock.now())


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


def test_a_demo_holds_everything_an_officer_meets(house: Flask) -> None:
    demo = loaded()

    assert count(Worker) == demo.workers == 120
    assert count(Relative) > 100
    assert count(Contract, Contract.departed_on.is_(None)) > 0
    assert (
        count(Contract, Contract.ends_on < AS_OF, Contract.departed_on.is_not(None), Contract.returned_on.is_(None)) > 0
    )
    assert count(CheckIn, CheckIn.state.in_(WAITING_STATES)) > 0
    assert count(Message, Message.state == "delivered", Message.channel == "file") > 0
    assert count(Disruption, Disruption.status == "active") == 1
    assert count(Episode, Episode.state == "proposed") > 5
    assert count(SuspectedPair) >= 2
    causes = set(db.session.scalars(sa.select(Alert.cause).where(Alert.closed_at.is_(None))))
    assert {"help", "problem", "silent", "disruption", "concern"} <= causes
    states = set(db.session.scalars(sa.select(ContactStatus.state)))
    assert {"new", "in_touch", "late", "silent", "lost_contact", "closed"} <= states
    assert audit.verify().broken_at is None


def test_the_same_seed_draws_the_same_people(house: Flask) -> None:
    loaded(workers=40)
    people = sa.select(Worker.full_name, Worker.birth_date, Worker.id_number_index).order_by(Worker.id)
    first = db.session.execute(people).all()
    empty_the_register()

    loaded(workers=40)

    assert db.session.execute(people).all() == first


def test_the_day_it_was_drawn_for_becomes_today(house: Flask) -> None:
    loaded(workers=60)
    days = sa.select(Contract.starts_on).order_by(Contract.id)
    drawn = db.session.scalars(days).all()
    empty_the_register()
    later = timedelta(days=1000)

    with clock.stopped_at((clock.at(NOON) + later).isoformat()):
        loaded(workers=60)

    assert db.session.scalars(days).all() == [day + later for day in drawn]


def test_nothing_in_it_happened_after_the_moment_it_was_loaded(house: Flask) -> None:
    loaded()
    now = clock.now()

    assert count(Worker, Worker.created_at > now) == 0
    assert count(CheckIn, CheckIn.opened_at > now) == 0
    assert count(CheckIn, CheckIn.answered_at > now) == 0
    assert count(Alert, Alert.opened_at > now) == 0
    assert count(ContactStatus, ContactStatus.last_sure_at > now) == 0


def test_every_number_is_valid_in_form_and_lies_where_nobody_is_likely_to_have_it(house: Flask) -> None:
    loaded()

    for worker in db.session.scalars(sa.select(Worker)):
        number = secrets.open_id(worker)
        assert number.startswith("040") if worker.id_kind == "cmnd" else number[6] == "9"
        assert len(number) == {"cmnd": 9, "cccd": 12}[worker.id_kind]
    for point in db.session.scalars(sa.select(ContactPoint)):
        value = secrets.open_contact(point)
        assert value.endswith(".example") or value.startswith(("+84599", "+84569", "+8190", "+8869", "+6011", "+8210"))
    for name in (*db.session.scalars(sa.select(Sender.name)), *db.session.scalars(sa.select(Employer.name))):
        assert "(mẫu" in name


def test_its_accounts_and_its_family_can_sign_in(house: Flask) -> None:
    demo = loaded()

    with transaction():
        sign_in, _secret = auth.sign_in("minh", demo.passwords["minh"], now=clock.now())

    assert sign_in.user.role == "supervisor"
    assert len(set(demo.passwords.values())) == len(demo.passwords)
    assert demo.family is not None
    db.session.remove()
    with transaction():
        assert family.sign_in(demo.family.code, demo.family.last4, now=clock.now())


def test_it_is_loaded_into_an_empty_register_only(house: Flask) -> None:
    loaded(workers=20)

    with pytest.raises(NotEmpty):
        loaded(workers=20)


def empty_the_register() -> None:
    """Delete every row, so that a second demo can be loaded into the same tables."""
    from tracker.core.db import Base

    with transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.connection().execute(sa.delete(table))
    db.session.expire_all()
