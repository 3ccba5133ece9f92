"""Licences by day: lost, given back their force, corrected, taken out; no two spells ever hold on one day."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import the_cast
from tests.senders.register import GRANTED, a_licence, a_sender
from tracker.audit.queries import entries_about
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.senders import actions
from tracker.senders.actions import AlreadySo, BeginsThatDay, LicencesOverlap, LicenceSpell, NothingRuns
from tracker.senders.models import Licence, Sender

MAY_DAY, JUNE = date(2020, 5, 1), date(2020, 6, 1)
Line = tuple[str, str, date, date | None]


@pytest.fixture
def minh(house: Flask) -> UserAccount:
    return the_cast()["minh"]


@pytest.fixture
def sender(minh: UserAccount) -> Sender:
    """A sender whose licence runs since 2017."""
    with transaction():
        found = a_sender()
        a_licence(found)
    return found


def spells(sender: Sender) -> list[Line]:
    theirs = sa.select(Licence.number, Licence.status, Licence.valid_from, Licence.valid_to)
    rows = db.session.execute(theirs.where(Licence.sender_id == sender.id).order_by(Licence.valid_from))
    return [(number, status, first, last) for number, status, first, last in rows]


def change(sender: Sender, status: str, day: date, by: UserAccount, *, until: date | None = None) -> None:
    with transaction():
        actions.change_status(sender, status, valid_from=day, valid_to=until, document="QĐ 7", by=by, now=clock.now())


@pytest.mark.parametrize("status", ["suspended", "withdrawn", "returned"])
def test_a_licence_that_is_lost_ends_the_day_before_and_the_loss_begins(
    sender: Sender, minh: UserAccount, status: str
) -> None:
    change(sender, status, MAY_DAY, minh)

    assert spells(sender) == [
        ("12/LĐTBXH-GP", "in_force", GRANTED, date(2020, 4, 30)),
        ("12/LĐTBXH-GP", status, MAY_DAY, None),
    ]


def test_after_a_suspension_with_a_last_day_the_licence_runs_on(sender: Sender, minh: UserAccount) -> None:
    change(sender, "suspended", MAY_DAY, minh, until=date(2020, 5, 31))

    assert [line[1:] for line in spells(sender)] == [
        ("in_force", GRANTED, date(2020, 4, 30)),
        ("suspended", MAY_DAY, date(2020, 5, 31)),
        ("in_force", JUNE, None),
    ]


def test_a_suspension_does_not_make_a_licence_last_longer(minh: UserAccount) -> None:
    with transaction():
        sender = a_sender()
        a_licence(sender, valid_to=date(2020, 5, 31))

    change(sender, "suspended", MAY_DAY, minh, until=date(2020, 5, 31))

    assert [line[1] for line in spells(sender)] == ["in_force", "suspended"]


def test_a_suspended_licence_may_be_given_back_its_force(sender: Sender, minh: UserAccount) -> None:
    change(sender, "suspended", MAY_DAY, minh)

    change(sender, "in_force", JUNE, minh)

    assert [line[1:] for line in spells(sender)][1:] == [
        ("suspended", MAY_DAY, date(2020, 5, 31)),
        ("in_force", JUNE, None),
    ]


def test_what_was_withdrawn_comes_back_only_as_a_new_licence_which_ends_the_withdrawal(
    sender: Sender, minh: UserAccount
) -> None:
    change(sender, "withdrawn", MAY_DAY, minh)

    with pytest.raises(NothingRuns):
        change(sender, "in_force", JUNE, minh)
    with transaction():
        a_licence(sender, JUNE, number="45/LĐTBXH-GP")

    assert spells(sender)[1:] == [
        ("12/LĐTBXH-GP", "withdrawn", MAY_DAY, date(2020, 5, 31)),
        ("45/LĐTBXH-GP", "in_force", JUNE, None),
    ]


def test_the_same_loss_told_twice_is_written_once_and_says_since_when(sender: Sender, minh: UserAccount) -> None:
    change(sender, "suspended", MAY_DAY, minh)

    with pytest.raises(AlreadySo) as told:
        change(sender, "suspended", JUNE, minh)

    assert told.value.spell.valid_from == MAY_DAY
    assert len(spells(sender)) == 2


def test_a_day_without_a_licence_has_none_to_lose(sender: Sender, minh: UserAccount) -> None:
    with pytest.raises(NothingRuns):
        change(sender, "withdrawn", date(2016, 12, 31), minh)


def test_a_spell_is_not_ended_before_it_began(sender: Sender, minh: UserAccount) -> None:
    with pytest.raises(BeginsThatDay):
        change(sender, "withdrawn", GRANTED, minh)


def test_a_loss_never_runs_into_the_next_licence(minh: UserAccount) -> None:
    with transaction():
        sender = a_sender()
        a_licence(sender, valid_to=date(2019, 12, 31))
        a_licence(sender, date(2020, 3, 1), number="45/LĐTBXH-GP")

    with pytest.raises(LicencesOverlap) as told:
        change(sender, "withdrawn", date(2019, 6, 1), minh)

    assert told.value.other.number == "45/LĐTBXH-GP"
    assert [line[3] for line in spells(sender)] == [date(2019, 12, 31), None]


def test_a_spell_is_corrected_with_a_reason_and_the_audit_book_keeps_what_stood_there(
    sender: Sender, minh: UserAccount
) -> None:
    licence = sender.licences[0]
    right = LicenceSpell("1166/LĐTBXH-GP", date(2018, 1, 1), document="GP 1166")

    with transaction():
        changed = actions.correct_licence(
            licence, right, reason="ghi nhầm số", version=licence.version, by=minh, now=clock.now()
        )

    entry = entries_about("sender", sender.ref)[0]
    assert changed == ["document", "number", "valid_from"]
    assert spells(sender) == [("1166/LĐTBXH-GP", "in_force", date(2018, 1, 1), None)]
    assert entry.detail["before"] == {"number": "12/LĐTBXH-GP", "valid_from": "2017-01-01", "document": ""}
    assert entry.detail["reason"] == "ghi nhầm số"


def test_a_correction_over_a_newer_text_is_refused_with_what_stands_now(sender: Sender, minh: UserAccount) -> None:
    licence = sender.licences[0]
    told = {"reason": "ghi nhầm", "version": 1, "by": minh, "now": clock.now()}
    with transaction():
        actions.correct_licence(licence, LicenceSpell("13/LĐTBXH-GP", GRANTED), **told)  # type: ignore[arg-type]

    with pytest.raises(ChangedMeanwhile) as lost, transaction():
        actions.correct_licence(licence, LicenceSpell("14/LĐTBXH-GP", GRANTED), **told)  # type: ignore[arg-type]

    assert (lost.value.now_stands, lost.value.version) == ({"number": "13/LĐTBXH-GP"}, 2)


def test_a_spell_that_never_was_is_taken_out_and_stays_in_the_audit_book(sender: Sender, minh: UserAccount) -> None:
    licence = sender.licences[0]

    with transaction():
        actions.remove_licence(licence, reason="của công ty khác", version=1, by=minh, now=clock.now())

    entry = entries_about("sender", sender.ref)[0]
    assert spells(sender) == []
    assert (entry.what, entry.detail["number"], entry.detail["reason"]) == (
        "sender.licence_remove", "12/LĐTBXH-GP", "của công ty khác",
    )  # fmt: skip


def test_the_database_itself_refuses_two_spells_that_begin_on_one_day(sender: Sender) -> None:
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.add(Licence(sender_id=sender.id, number="99", valid_from=GRANTED))
