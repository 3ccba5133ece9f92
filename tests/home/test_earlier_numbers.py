"""The numbers of a merged file: sealed, found by search, by registration and by lists, and given to nobody else."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import the_cast
from tests.home.two_files import NEW, OLD, Files, a_file, merged, read_anew, two_files
from tests.intake.lists import a_line, another_line, look, take
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.people import actions as people
from tracker.people import queries, secrets
from tracker.people.actions import SamePersonKnown
from tracker.people.models import SuspectedPair, Worker
from tracker.people.search import find


@pytest.fixture(autouse=True)
def cast(house: Flask) -> Flask:
    the_cast()
    return house


@pytest.mark.parametrize("typed", [OLD, "040 912 345", "B7741203", "b 774 1203", "T0001"])
def test_an_old_number_is_an_exact_hit(typed: str) -> None:
    theirs = {"passport": "B7741203", "list_ref": "T0001"}
    kept = merged(two_files(other=theirs, kept={"passport": "C1234567", "list_ref": "T0007"}))

    hits = find(typed)

    assert (hits.ids, hits.exact) == ((kept.id,), True)


def test_the_old_reference_and_the_old_last_four_digits_lead_to_the_kept_file() -> None:
    files = two_files()
    old_ref = files.other.ref

    kept = merged(files)

    assert [find(typed).ids for typed in (old_ref, "2345")] == [(kept.id,)] * 2
    assert queries.worker_by_ref(old_ref) is kept
    told = [(one.kind, secrets.open_earlier(one)) for one in queries.earlier_numbers_of(kept.id)]
    assert told == [("cmnd", OLD), ("file", old_ref)]


def test_no_old_number_stands_readable_in_the_table() -> None:
    merged(two_files(other={"passport": "B7741203"}, kept={"passport": "C1234567"}))

    stored = str(db.session.execute(sa.text("SELECT * FROM earlier_number")).all())
    assert not any(number in stored for number in (OLD, "B7741203"))


def test_nobody_else_is_registered_with_an_old_number() -> None:
    kept = merged(two_files())

    with pytest.raises(SamePersonKnown) as refused, transaction():
        a_file(OLD, full_name="Giàng A Chống", birth_date=date(1990, 1, 1))

    assert refused.value.existing_ref == kept.ref
    assert [one.reasons for one in queries.possible_duplicates(OLD)] == [("id_number",)]


def test_in_another_province_an_old_number_is_refused_without_showing_the_file() -> None:
    old_ref = two_files().other.ref
    merged(read_anew())
    db.session.remove()
    use_scope(db.session(), Scope.office("vn.40"))

    with pytest.raises(SamePersonKnown) as refused, transaction():
        a_file(OLD, office="vn.40")

    assert refused.value.existing_ref is None
    assert [find(typed).ids for typed in (OLD, "2345", old_ref)] == [()] * 3
    assert queries.worker_by_ref(old_ref) is None


def test_an_old_passport_still_makes_a_pair() -> None:
    kept = merged(two_files(other={"passport": "B7741203"}, kept={"passport": "C1234567"}))
    with transaction():
        third = a_file("040777888", full_name="Lò Thị Oanh", passport="B7741203", birth_date=date(1990, 1, 1))
        found = people.find_doubles(now=clock.now(), among=[third.id])

    pair = db.session.scalars(sa.select(SuspectedPair).where(SuspectedPair.state == "suspected")).one()
    assert (found, pair.worker_id, pair.other_id) == (1, kept.id, third.id)


def test_a_file_that_took_in_another_may_itself_be_taken_in() -> None:
    files = two_files()
    refs = [files.kept.ref, files.other.ref]
    kept = merged(files)
    with transaction():
        third = a_file("040777888")
        people.find_doubles(now=clock.now())
    pair = db.session.scalars(sa.select(SuspectedPair).where(SuspectedPair.state == "suspected")).one()

    last = merged(Files(kept=third, other=kept, pair=pair))

    assert [queries.worker_by_ref(ref) for ref in refs] == [last, last]
    assert [find(number).ids for number in (OLD, NEW)] == [(last.id,)] * 2
    assert set(db.session.scalars(sa.select(SuspectedPair.state))) == {"same"}
    assert db.session.scalars(sa.select(Worker.id)).all() == [last.id]


def test_a_list_that_names_the_old_number_speaks_of_the_kept_file() -> None:
    kept = merged(two_files(other={"passport": "C9112233"}, kept={"passport": "C1234567"}))

    counts = take(a_line(so_giay_to=OLD))

    assert (counts["new"], counts["update"], counts["refused"]) == (0, 1, 0)
    assert db.session.scalars(sa.select(Worker.id)).all() == [kept.id]
    assert db.session.scalars(sa.select(Contract.worker_id)).one() == kept.id
    assert secrets.open_passport(db.session.get_one(Worker, kept.id)) == "C1234567"
    assert take(a_line(so_giay_to=OLD))["unchanged"] == 1


def test_a_list_that_names_one_person_by_both_numbers_is_taken_once() -> None:
    merged(two_files())
    new = {"loai_giay_to": "CCCD", "so_giay_to": NEW, "so_hop_dong": "HĐ-2"}

    preview = look(
        a_line(), a_line(**new, worker_ref="T2", so_ho_chieu="", dien_thoai="", ma_huyen="096", ma_xa="03158")
    )

    assert preview.counts["refused"] == 1
    assert any("có cả hai số giấy tờ" in issue.message for issue in preview.issues)


def test_an_old_passport_under_somebody_else_s_number_is_refused() -> None:
    merged(two_files(other={"passport": "C9112233"}, kept={"passport": "C1234567"}))

    preview = look(another_line(7, so_ho_chieu="C9112233"))

    assert preview.counts["refused"] == 1
    assert any("hộ chiếu này đã có trong hồ sơ của người khác" in issue.message for issue in preview.issues)
