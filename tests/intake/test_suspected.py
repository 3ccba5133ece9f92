"""Whoever is registered or comes in by a list is looked at: may the person be known already under another number?"""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_worker, in_house, inside, offices, signed_in
from tests.intake.lists import a_line, another_line, take
from tests.intake.registration.walk import CONTRACT, PERSON, RELATIVE, a_province_at_work, begun, saved, send
from tracker import jobs
from tracker.core.db import db, transaction
from tracker.people.likeness import reasons_in
from tracker.people.models import SuspectedPair


def pairs() -> list[tuple[str, tuple[str, ...]]]:
    found = db.session.execute(sa.select(SuspectedPair.state, SuspectedPair.likeness).order_by(SuspectedPair.id))
    return [(state, reasons_in(likeness)) for state, likeness in found]


def test_of_whom_an_officer_said_while_registering_that_it_is_somebody_else_is_not_suspected_again(app: Flask) -> None:
    sender = a_province_at_work(app)
    context = in_house(app)
    with transaction():
        twin = a_worker("Lò Thị Ánh", born=date(1994, 3, 5), id_number="040912345").ref
    context.pop()
    lan = signed_in(app, "lan")
    draft = begun(lan)

    saved(lan, draft, "person", not_same=twin, **PERSON)
    saved(lan, draft, "contract", choose="1", form="SERVICE_ENTERPRISE")
    saved(lan, draft, "contract", **{**CONTRACT, "sender": sender})
    saved(lan, draft, "relatives", finish="1", **RELATIVE)
    saved(lan, draft, "papers", **{"passport-present": "y"})
    send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    with inside(app):
        assert jobs.run("find-doubles") == "new=0"
        assert pairs() == [("different", ("name_and_birth_date",))]
        assert db.session.scalars(sa.select(SuspectedPair.decided_by)).one() is not None


@pytest.mark.usefixtures("house")
def test_a_list_brings_pairs_of_its_new_people_with_those_known_and_with_each_other() -> None:
    offices()
    with transaction():
        a_worker("Lò Thị Ánh", born=date(1994, 3, 5), id_number="011194000123", office="vn.11.094")
    elsewhere = {"ma_huyen": "096", "ma_xa": "03158", "ten_huyen": "", "ten_xa": ""}

    take(a_line(), another_line(7), another_line(35, ngay_sinh="08/06/1990", **elsewhere))

    assert pairs() == [("suspected", ("name_and_birth_date",))] * 2


@pytest.mark.usefixtures("house")
def test_a_list_that_corrects_a_name_looks_again() -> None:
    offices()
    take(a_line(ho_ten="Lò Thị Oanh"))
    with transaction():
        a_worker("Lò Thị Ánh", born=date(1994, 3, 5), id_number="011194000123", office="vn.11.094")

    take(a_line(ho_ten="Lò Thị Ánh"))
    made = pairs()
    take(a_line(ho_ten="Lò Thị Oanh"))

    assert (made, pairs()) == ([("suspected", ("name_and_birth_date",))], [])
