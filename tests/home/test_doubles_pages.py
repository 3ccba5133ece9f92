"""Nghi trùng on the screen: the pairs, the two decisions, the dry run, the merge, and where the old address leads."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, a_worker, inside, post, signed_in, the_cast
from tests.home.test_workers import counted
from tests.home.two_files import NEW, OLD, Files, two_files
from tracker import jobs
from tracker.audit.models import AuditEntry
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.home import pairs
from tracker.people import actions as people
from tracker.people.models import SuspectedPair, Worker


@pytest.fixture
def refs(app: Flask) -> dict[str, str]:
    """Ánh twice in Tuần Giáo: the references of the file with the CCCD, the one with the CMND, and the pair."""
    with inside(app):
        the_cast()
        return told(two_files(kept={"passport": "C1234567"}, other={"passport": "B7741203"}))


def told(files: Files) -> dict[str, str]:
    return {"kept": files.kept.ref, "other": files.other.ref, "pair": files.pair.ref}


@pytest.fixture
def lan(app: Flask, refs: dict[str, str]) -> FlaskClient:
    return signed_in(app, "lan")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the dry run."""
    names = ("keep", "kept_version", "other_version")
    return {name: re.findall(rf'name="{name}"[^>]* value="([^"]*)"', page)[0] for name in names}


def state(app: Flask) -> str:
    with inside(app):
        return db.session.scalars(sa.select(SuspectedPair.state)).one()


def test_a_day_counts_the_pairs_and_leads_to_them(lan: FlaskClient) -> None:
    page = lan.get("/today").text

    assert re.search(r'href="/today/doubles"><span>Nghi trùng</span> <b>1</b>', page)
    assert page.index("Nghi trùng") < page.index("Số cần sửa")


def test_a_pair_stands_side_by_side_with_its_reasons_and_no_number_whole(
    lan: FlaskClient, refs: dict[str, str]
) -> None:
    page = lan.get("/today/doubles").text

    for words in ("cùng họ tên và ngày sinh, cùng số điện thoại", "CMND ••••••345", "CCCD ••••••123", "••••••203"):
        assert words in page
    assert refs["kept"] in page
    assert not any(number in page for number in (OLD, NEW, "B7741203", "594093769"))


def test_a_look_at_the_pairs_is_in_the_audit_book(app: Flask, lan: FlaskClient, refs: dict[str, str]) -> None:
    lan.get("/today/doubles")
    lan.get(f"/today/doubles/{refs['pair']}/merge")

    with inside(app):
        looks = (
            sa.select(AuditEntry.what, AuditEntry.about_ref, AuditEntry.detail).order_by(AuditEntry.id.desc()).limit(3)
        )
        found = [tuple(row) for row in db.session.execute(looks)]
    assert {row[:2] for row in found[:2]} == {("worker.read", refs["kept"]), ("worker.read", refs["other"])}
    assert found[2] == ("doubles.read", "", {"pairs": [refs["pair"]]})


def test_two_people_with_one_click_and_back_again(app: Flask, lan: FlaskClient, refs: dict[str, str]) -> None:
    answer = post(lan, f"/today/doubles/{refs['pair']}/different", note="Hai chị em họ")
    empty = lan.get(answer.headers["Location"]).text
    decided = lan.get("/today/doubles/decided").text
    assert state(app) == "different"
    back = post(lan, f"/today/doubles/{refs['pair']}/again")

    assert "Không có cặp hồ sơ nào nghi trùng." in empty
    assert "Hai chị em họ" in decided
    assert "Lường Thị Lan, 15/07/2020 12:00" in decided
    assert "NLD-" in lan.get(back.headers["Location"]).text
    assert state(app) == "suspected"


def test_a_decision_that_somebody_else_has_made_is_told_not_overwritten(
    app: Flask, lan: FlaskClient, refs: dict[str, str]
) -> None:
    post(signed_in(app, "minh"), f"/today/doubles/{refs['pair']}/different")

    answer = post(lan, f"/today/doubles/{refs['pair']}/different")
    late = lan.get(f"/today/doubles/{refs['pair']}/merge")

    assert answer.headers["Location"] == late.headers["Location"] == "/today/doubles/decided"
    assert "đã có người quyết định" in lan.get("/today/doubles/decided").text
    assert post(lan, f"/today/doubles/{refs['pair']}/merge").headers["Location"] == "/today/doubles/decided"


def test_a_note_too_long_is_refused_at_its_field_and_kept(app: Flask, lan: FlaskClient, refs: dict[str, str]) -> None:
    answer = post(lan, f"/today/doubles/{refs['pair']}/different", note="x" * 301)

    assert answer.status_code == 422
    assert f'id="note-{refs["pair"]}-error">Ghi chú dài nhất 300 chữ.' in answer.text
    assert f'value="{"x" * 301}"' in answer.text
    assert state(app) == "suspected"


def test_a_decision_on_a_later_page_leads_back_to_it(lan: FlaskClient, refs: dict[str, str]) -> None:
    answer = post(lan, f"/today/doubles/{refs['pair']}/different?after=NT-1")

    assert answer.headers["Location"] == "/today/doubles?after=NT-1"
    assert lan.get(f"/today/doubles?after={refs['pair']}").headers["Location"] == "/today/doubles"


def test_each_pair_may_be_decided_from_one_page(lan: FlaskClient) -> None:
    page = lan.get("/today/doubles").text
    tokens = re.findall(r'name="form_token" value="([^"]+)"', page)

    assert len(tokens) == len(set(tokens))


def test_the_dry_run_proposes_the_card_tells_what_moves_and_that_there_is_no_way_back(
    app: Flask, lan: FlaskClient, refs: dict[str, str]
) -> None:
    with inside(app), transaction():
        other = db.session.scalars(sa.select(Worker).where(Worker.ref == refs["other"])).one()
        a_contract_abroad(other)
        people.record_sign(other.id, "officer_call", clock.now(), now=clock.now())

    page = lan.get(f"/today/doubles/{refs['pair']}/merge").text

    assert f"Giữ hồ sơ {refs['kept']}, gộp hồ sơ {refs['other']} vào." in page
    assert "Việc gộp không hoàn tác được" in page
    assert re.search(r"<span>Hợp đồng</span> <b>1</b>", page)
    assert re.search(r"<span>Dấu hiệu</span> <b>1</b>", page)
    assert "CCCD ••••••123; số kia còn tìm được" in page
    assert hidden(page)["keep"] == refs["kept"]


def test_the_other_file_may_be_kept_instead(app: Flask, lan: FlaskClient, refs: dict[str, str]) -> None:
    page = lan.get(f"/today/doubles/{refs['pair']}/merge?keep={refs['other']}").text

    answer = post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(page))

    assert answer.headers["Location"] == f"/workers/{refs['other']}"
    with inside(app):
        assert db.session.scalars(sa.select(Worker.ref)).all() == [refs["other"]]


def test_a_merge_leads_to_the_kept_file_which_shows_the_old_numbers_masked(
    lan: FlaskClient, refs: dict[str, str]
) -> None:
    page = lan.get(f"/today/doubles/{refs['pair']}/merge").text

    answer = post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(page))
    file = lan.get(answer.headers["Location"]).text

    assert "Đã gộp hai hồ sơ." in file
    assert "CMND cũ" in file
    assert "Hộ chiếu cũ" in file
    assert f"Mã hồ sơ cũ {refs['other']}" in file
    assert OLD not in file
    earlier = re.findall(rf"/workers/{refs['kept']}/reveal/(SC-\w+)", file)[0]
    assert OLD in post(lan, f"/workers/{refs['kept']}/reveal/{earlier}").text
    assert "Cùng một người, đã gộp" in lan.get("/today/doubles/decided").text


def test_the_old_address_leads_to_the_kept_file_and_old_pages_work_on_it(
    app: Flask, lan: FlaskClient, refs: dict[str, str]
) -> None:
    page = lan.get(f"/today/doubles/{refs['pair']}/merge").text
    post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(page))

    old = lan.get(f"/workers/{refs['other']}")
    shown = lan.get(old.headers["Location"]).text
    call = post(lan, f"/workers/{refs['other']}/call", number="other", outcome="no_answer")

    assert (old.status_code, old.headers["Location"]) == (302, f"/workers/{refs['kept']}")
    assert f"Hồ sơ {refs['other']} đã gộp vào hồ sơ này." in shown
    assert lan.get(f"/workers/{refs['other']}/edit").status_code == 200
    assert call.status_code == 303
    for typed in (OLD, refs["other"], "B7741203"):
        assert post(lan, "/workers/search", q=typed).headers["Location"] == f"/workers/{refs['kept']}"
    assert signed_in(app, "nga").get(f"/workers/{refs['other']}").status_code == 404


def test_a_file_changed_meanwhile_is_shown_again_before_it_is_merged(
    app: Flask, lan: FlaskClient, refs: dict[str, str]
) -> None:
    sent = hidden(lan.get(f"/today/doubles/{refs['pair']}/merge").text)
    with inside(app), transaction():
        db.session.scalars(sa.select(Worker).where(Worker.ref == refs["other"])).one().note = "Sửa"

    answer = post(lan, f"/today/doubles/{refs['pair']}/merge", **sent)

    assert answer.status_code == 409
    assert "Có người vừa sửa một trong hai hồ sơ" in answer.text
    assert post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(answer.text)).status_code == 303


def test_a_contract_in_both_files_is_asked_about_at_its_place(
    app: Flask, lan: FlaskClient, refs: dict[str, str]
) -> None:
    with inside(app), transaction():
        for worker in db.session.scalars(sa.select(Worker).order_by(Worker.id)).all():
            a_contract_abroad(worker, number="HĐ-1")
        theirs = db.session.scalars(sa.select(Contract.ref).order_by(Contract.id)).first()
    page = lan.get(f"/today/doubles/{refs['pair']}/merge").text

    refused = post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(page))
    done = post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(refused.text), one_contract=theirs)

    assert "cùng số hợp đồng" in page
    assert refused.status_code == 422
    assert 'id="one_contract-error"' in refused.text
    assert "hãy ghi nhận ngày về nước" in refused.text
    assert done.status_code == 303


def test_a_file_under_seal_is_left_to_a_supervisor(app: Flask, lan: FlaskClient, refs: dict[str, str]) -> None:
    with inside(app), transaction():
        db.session.scalars(sa.select(Worker).where(Worker.ref == refs["other"])).one().sealed_case = True

    listed, page = lan.get("/today/doubles").text, lan.get(f"/today/doubles/{refs['pair']}/merge").text
    refused = post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(page))

    assert "Cùng một người…" not in listed
    assert "Gộp, không hoàn tác được" not in page
    assert refused.status_code == 422
    assert "do lãnh đạo đơn vị gộp" in refused.text
    minh = signed_in(app, "minh")
    assert "Cùng một người…" in minh.get("/today/doubles").text
    assert post(minh, f"/today/doubles/{refs['pair']}/merge", **hidden(page)).status_code == 303


def test_whoever_sees_one_of_the_two_files_sees_no_pair(app: Flask) -> None:
    with inside(app):
        the_cast()
        refs = told(two_files(other={"office": "vn.11.094"}))
    binh = signed_in(app, "binh")

    assert binh.get(f"/workers/{refs['kept']}").status_code == 200
    assert "Không có cặp hồ sơ nào nghi trùng." in binh.get("/today/doubles").text
    assert re.search(r"<span>Nghi trùng</span> <b>0</b>", binh.get("/today").text)
    assert binh.get(f"/today/doubles/{refs['pair']}/merge").status_code == 404
    for verb in ("different", "again", "merge"):
        assert post(binh, f"/today/doubles/{refs['pair']}/{verb}", keep=refs["kept"]).status_code == 404
    assert state(app) == "suspected"


def test_what_was_decided_together_with_a_file_out_of_sight_follows_in_the_night(app: Flask) -> None:
    with inside(app):
        users = the_cast()
        files = two_files()
        with transaction():
            third = a_worker(office="vn.40.412", born=date(1994, 3, 5)).id
            people.find_doubles(now=clock.now())
            foreign = sa.select(SuspectedPair).where(SuspectedPair.other_id == third)
            for pair in db.session.scalars(foreign).all():
                if pair.worker_id == files.other.id:
                    people.tell_apart(pair, by=users["minh"], now=clock.now())
        refs = told(files)
    lan = signed_in(app, "lan")
    post(lan, f"/today/doubles/{refs['pair']}/merge", **hidden(lan.get(f"/today/doubles/{refs['pair']}/merge").text))

    with inside(app):
        jobs.run("follow-merges")
        assert sorted(db.session.scalars(sa.select(SuspectedPair.state))) == ["different", "same"]


def test_pairs_follow_each_other_without_gap_or_double_and_as_many_statements_for_many(house: Flask) -> None:
    the_cast()
    with transaction():
        for number in range(14):
            a_worker(id_number=f"0409{number:05d}", born=date(1990, 1, 1) + timedelta(days=number // 2))
        people.find_doubles(now=clock.now())
    today = clock.today()

    first = pairs.suspected(today=today, size=3)
    second = pairs.suspected(today=today, size=3, after=first.after or "")
    third = pairs.suspected(today=today, size=3, after=second.after or "")
    with counted() as few:
        pairs.suspected(today=today, size=1)
    with counted() as many:
        pairs.suspected(today=today, size=7)

    shown = [pair.ref for page in (first, second, third) for pair in page.shown]
    assert (len(shown), len(set(shown)), first.count, third.after) == (7, 7, 7, None)
    assert len(few) == len(many) <= 6
