"""Senders and their licences by day, employers abroad, closed markets."""

from datetime import date

import pytest
from flask import Flask

from tests.senders.register import a_sender
from tracker.core import clock
from tracker.core.db import transaction
from tracker.senders import actions, queries
from tracker.senders.actions import Decision, LicencesOverlap, LicenceSpell


def test_the_same_sender_is_kept_once_by_its_code_or_by_its_name(house: Flask) -> None:
    with transaction():
        first = a_sender(code="DN173")
        by_code = a_sender("CTCP Nhân lực Tây Bắc", code="DN173")
        unnumbered = a_sender("Công ty Sông Đà")
        by_name = a_sender("CÔNG TY  SÔNG ĐÀ")

    assert first.id == by_code.id
    assert unnumbered.id == by_name.id != first.id


def test_a_licence_holds_from_its_first_to_its_last_day(house: Flask) -> None:
    with transaction():
        sender = a_sender()
        actions.add_licence(
            sender, LicenceSpell("12/LĐTBXH", date(2017, 1, 1), date(2019, 12, 31)), by=None, now=clock.now()
        )
        actions.add_licence(sender, LicenceSpell("45/LĐTBXH", date(2020, 3, 1)), by=None, now=clock.now())

    def held(day: date) -> str:
        licence = queries.licence_on(sender.id, day)
        return licence.number if licence else ""

    days = date(2016, 12, 31), date(2017, 1, 1), date(2019, 12, 31), date(2020, 1, 1), date(2020, 7, 15)
    assert [held(day) for day in days] == ["", "12/LĐTBXH", "12/LĐTBXH", "", "45/LĐTBXH"]


def test_two_spells_of_a_licence_never_hold_on_one_day(house: Flask) -> None:
    with transaction():
        sender = a_sender()
        actions.add_licence(sender, LicenceSpell("12/LĐTBXH", date(2017, 1, 1)), by=None, now=clock.now())

        with pytest.raises(LicencesOverlap):
            actions.add_licence(sender, LicenceSpell("45/LĐTBXH", date(2020, 1, 1)), by=None, now=clock.now())


def test_employers_are_found_by_the_beginning_of_their_name_in_their_country(house: Flask) -> None:
    with transaction():
        for name, country in (("Đông Á Điện tử", "TWN"), ("Dong A Foods", "JPN"), ("Mingsheng", "TWN")):
            actions.add_employer(name, country, by=None, now=clock.now())
        again = actions.add_employer("ĐÔNG Á  điện tử", "TWN", by=None, now=clock.now())

    assert [each.name for each in queries.employers_like("đông a")] == ["Đông Á Điện tử", "Dong A Foods"]
    assert [each.id for each in queries.employers_like("dong", host_country="TWN")] == [again.id]


def test_a_market_shows_the_gravest_status_in_force_on_a_day(house: Flask) -> None:
    told = {"by": None, "now": clock.now()}
    with transaction():
        actions.declare_market(Decision("LBY", "WARNING", date(2014, 1, 1), "CV 1"), **told)
        actions.declare_market(Decision("LBY", "BANNED", date(2014, 7, 30), "CV 2", date(2020, 12, 31)), **told)

    found = [queries.market_status_on("LBY", day) for day in (date(2014, 2, 1), date(2020, 7, 15), date(2021, 1, 1))]
    assert [each.status if each else "" for each in found] == ["WARNING", "BANNED", "WARNING"]
    assert queries.market_status_on("JPN", date(2020, 7, 15)) is None
