"""Gửi tin: what may be written to whom, what is shown before it goes, and what stands in the file afterwards."""

import re
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_worker, inside, post, signed_in
from tests.checkins.cases import a_phone
from tests.home.outreach import NOON, OWN, SISTER, Case, a_case, look, send, take_back_consent, written
from tests.home.test_workers import counted
from tracker.audit.queries import entries_about
from tracker.checkins.actions import sweep
from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.home.outreach.options import options_for
from tracker.messages.delivery import deliver
from tracker.people.models import ContactPoint, Relative, Worker
from tracker.people.queries import worker_by_ref


@pytest.fixture
def case(app: Flask) -> Case:
    return a_case(app)


@pytest.fixture
def lan(app: Flask, case: Case) -> FlaskClient:
    return signed_in(app, "lan")


def entries(app: Flask, case: Case) -> list[tuple[str, str, dict[str, Any]]]:
    """What the book says about the worker, but for looks at the file."""
    with inside(app):
        told = entries_about("worker", case.worker)
        return [(one.what, one.by_name, one.detail) for one in told if one.what != "worker.read"]


def change(app: Flask, model: type, **values: Any) -> None:
    with inside(app), transaction() as session:
        session.execute(sa.update(model).values(**values))


def test_the_page_offers_what_may_be_reached_and_says_why_the_rest_may_not(lan: FlaskClient, case: Case) -> None:
    html = lan.get(case.path).text
    offered, refused = html.split("Lúc này không gửi được tới")

    assert f"{OWN} · người lao động · chưa rõ" in offered
    assert f"{SISTER} · Lò Thị Bun (Em gái) · chưa rõ" in offered
    assert "Đã biết là sai số từ 12/06/2020." in refused
    assert "Lò Văn Chung (Em gái)" in refused
    assert "Người lao động chưa đồng ý cho liên hệ với người này." in refused
    assert "mở lần hỏi dự kiến ngày 29/07/2020, chỉ cho chính người lao động" in offered
    assert "886912345769" not in html
    assert f'href="/workers/{case.worker}/message"' in lan.get(f"/workers/{case.worker}").text


def test_the_preview_shows_the_text_its_size_its_hour_and_its_way_and_writes_nothing(
    app: Flask, lan: FlaskClient, case: Case
) -> None:
    html = look(lan, case, "call_back", case.own).text

    for words in (
        "Co quan lao dong de nghi goi lai so +842153000001",
        "1 tin SMS",
        "ngay sau khi bấm Gửi",
        "tin nhắn SMS, qua thư mục của máy gửi tin",
        OWN,
    ):
        assert words in html
    assert (written(app), entries(app, case)) == ([], [])


def test_the_preview_of_a_question_keeps_the_worker_s_link_to_the_worker(lan: FlaskClient, case: Case) -> None:
    html = look(lan, case, "ask", case.own).text

    assert "/t/••••••" in html
    assert "cán bộ không xem và không mở thay" in html


def test_a_mail_is_shown_with_its_subject_and_not_counted(lan: FlaskClient, case: Case) -> None:
    html = look(lan, case, "call_back", case.mail).text

    assert "Cơ quan lao động đề nghị gọi lại" in html
    assert "tin SMS" not in html


def test_a_demo_says_that_nothing_leaves_the_house(app: Flask, lan: FlaskClient, case: Case) -> None:
    app.extensions["tracker"] = replace(app.extensions["tracker"], demo=True)

    assert "bản thử: ghi vào thư mục, không gửi ra ngoài" in look(lan, case, "ask", case.own).text
    answer = send(lan, case, "ask", case.own)
    assert "Bản thử không gửi ra ngoài." in lan.get(answer.headers["Location"]).text


def test_asking_now_opens_the_check_in_and_stands_in_the_file_and_in_the_book(
    app: Flask, lan: FlaskClient, case: Case
) -> None:
    answer = send(lan, case, "ask", case.own)

    page = lan.get(answer.headers["Location"]).text
    assert "tin đi trong vòng một phút" in page
    assert f"Gửi lời hỏi thăm tới {OWN}" in page
    assert "đang chờ gửi" in page
    [question] = written(app)
    assert question.key.endswith(":1:ask:file")
    assert entries(app, case) == [("message.send", "Lường Thị Lan", {"kind": "ask", "to": case.own})]
    with inside(app):
        assert db.session.scalars(sa.select(CheckIn.state)).all() == ["open"]
        deliver(NOON, "test")
    assert "· đã gửi" in lan.get(answer.headers["Location"]).text


def test_a_question_that_waits_is_sent_again_at_the_number_chosen(app: Flask, lan: FlaskClient, case: Case) -> None:
    change(app, PlanDue, next_open_at=NOON - timedelta(days=1))
    with inside(app), transaction():
        sweep(now=NOON - timedelta(days=1))

    assert "đã hỏi ngày 14/07/2020, chưa có trả lời" in lan.get(case.path).text
    send(lan, case, "ask", case.mail)

    first, again = written(app)
    assert first.about_ref == again.about_ref
    assert ":again-1:" in again.key


def test_a_relative_who_may_be_told_is_asked_to_call_back_and_nothing_more(
    app: Flask, lan: FlaskClient, case: Case
) -> None:
    answer = send(lan, case, "call_back", case.sister)

    [message] = written(app)
    with inside(app):
        point = db.session.scalars(sa.select(ContactPoint).where(ContactPoint.ref == case.sister)).one()
        assert message.key == f"cb:{point.worker_id}:{point.id}:1:file"
    assert (message.template, message.variables) == ("call_back/1", {"office_phone": "+842153000001"})
    assert (message.zone, message.expires_at) == ("Asia/Ho_Chi_Minh", NOON + timedelta(days=2))
    page = lan.get(answer.headers["Location"]).text
    assert f"Đề nghị gọi lại tới Lò Thị Bun {SISTER}" in page
    assert "· đang chờ gửi · Lường Thị Lan" in " ".join(page.split())
    [(_what, _by, detail)] = entries(app, case)
    assert detail["relative"].startswith("TN-")


@pytest.mark.parametrize(
    ("kind", "to", "why"),
    [
        ("ask", "sister", "Lời hỏi thăm chỉ gửi cho chính người lao động."),
        ("call_back", "brother", "Người lao động chưa đồng ý cho liên hệ với người này."),
        ("call_back", "wrong", "Đã biết là sai số từ 12/06/2020."),
        ("ask", "wrong", "Đã biết là sai số từ 12/06/2020."),
        ("shout", "own", "Chọn một trong các mục đang có trên trang."),
        ("ask", "worker", "Chọn một trong các mục đang có trên trang."),
        ("", "own", "Chọn tin cần gửi."),
        ("ask", "", "Chọn người nhận."),
    ],
)
@pytest.mark.parametrize("step", [look, send])
def test_what_may_not_be_sent_is_refused_at_both_steps(
    app: Flask, lan: FlaskClient, case: Case, step: Any, kind: str, to: str, why: str
) -> None:
    answer = step(lan, case, kind, getattr(case, to) if to else "")

    assert answer.status_code == 422
    assert why in answer.text.split('<form method="post"\n          action="/workers')[1].split("</form>")[0]
    assert written(app) == []


def test_in_a_sealed_file_only_the_worker_is_written_to(app: Flask, lan: FlaskClient, case: Case) -> None:
    change(app, Worker, sealed_case=True)

    refused, sent = send(lan, case, "call_back", case.sister), send(lan, case, "call_back", case.own)

    assert (refused.status_code, sent.status_code) == (422, 303)
    assert "Hồ sơ niêm phong: không gửi tin cho thân nhân." in refused.text


def test_a_consent_taken_back_after_the_preview_holds_the_message(app: Flask, lan: FlaskClient, case: Case) -> None:
    assert look(lan, case, "call_back", case.sister).status_code == 200
    take_back_consent(app, "Lò Thị Bun")

    assert send(lan, case, "call_back", case.sister).status_code == 422
    assert written(app) == []


def test_what_waits_for_the_morning_is_taken_back_when_the_number_proves_wrong_or_the_consent_ends(
    app: Flask, case: Case
) -> None:
    with clock.stopped_at("2020-07-15T21:30+07:00"):
        lan = signed_in(app, "lan")
        for to in (case.own, case.mail, case.sister):
            assert send(lan, case, "call_back", to).status_code == 303
        with inside(app):
            sister = db.session.scalars(sa.select(Relative.ref).where(Relative.full_name == "Lò Thị Bun")).one()
        post(lan, f"/workers/{case.worker}/numbers/{case.own}", what="wrong")
        post(lan, f"/workers/{case.worker}/relatives/{sister}", may_see="nothing", consent_on="", consent_how="")

    assert [(one.state, one.outcome) for one in written(app)] == [
        ("cancelled", "wrong_number"),
        ("queued", ""),
        ("cancelled", "no_consent"),
    ]


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("closed", "Người lao động đã về nước, kế hoạch hỏi thăm đã đóng."),
        ("paused", "Kế hoạch hỏi thăm đang tạm dừng."),
        ("", "Chưa có kế hoạch hỏi thăm: kế hoạch mở khi ghi nhận xuất cảnh."),
        ("active", "Kế hoạch hỏi thăm vừa được lập."),
    ],
)
def test_without_a_plan_in_force_the_page_says_why_nobody_is_asked(
    app: Flask, lan: FlaskClient, case: Case, state: str, why: str
) -> None:
    with inside(app), transaction() as session:
        session.execute(sa.delete(PlanDue))
        session.execute(sa.update(Plan).values(state=state) if state else sa.delete(Plan))

    assert why in lan.get(case.path).text
    refused = send(lan, case, "ask", case.own)
    assert (refused.status_code, why in refused.text) == (422, True)
    assert send(lan, case, "call_back", case.own).status_code == 303


def test_without_a_telephone_of_the_office_nobody_is_asked_to_call(app: Flask) -> None:
    case = a_case(app, office_phone="")
    lan = signed_in(app, "lan")

    assert "Đơn vị chưa có số điện thoại." in lan.get(case.path).text
    assert send(lan, case, "call_back", case.own).status_code == 422
    assert send(lan, case, "ask", case.own).status_code == 303


def test_when_only_a_relative_can_be_reached_the_worker_is_not_offered_to_be_asked(
    app: Flask, lan: FlaskClient, case: Case
) -> None:
    with inside(app), transaction() as session:
        session.execute(
            sa.update(ContactPoint).where(ContactPoint.relative_id.is_(None)).values(quality="wrong", preferred=False)
        )

    html = lan.get(case.path).text

    assert "Lúc này không gửi được tới số nào của chính người lao động" in html
    assert 'value="ask"' not in html
    assert re.search(r'<input [^>]*checked[^>]*value="call_back"', html)


def test_a_file_without_numbers_says_what_to_do(app: Flask, case: Case, lan: FlaskClient) -> None:
    with inside(app), transaction():
        bare = a_worker("Cà Thị Én").ref

    html = lan.get(f"/workers/{bare}/message").text

    assert "Hồ sơ chưa có số điện thoại hay thư nào để gửi tin." in html
    assert f"/workers/{bare}/numbers" in html
    assert "Xem trước tin" not in html


def test_at_night_a_message_waits_for_the_morning_of_whoever_reads_it(app: Flask) -> None:
    case = a_case(app, host_country="JPN")
    with clock.stopped_at("2020-07-15T21:30+07:00"):
        lan = signed_in(app, "lan")
        there, here = look(lan, case, "ask", case.own).text, look(lan, case, "call_back", case.sister).text
        told = lan.get(send(lan, case, "ask", case.own).headers["Location"]).text
        send(lan, case, "call_back", case.sister)

    assert "08:00 16/07/2020, giờ Nhật Bản (06:00 16/07 giờ Việt Nam)" in there
    assert "08:00 16/07/2020, giờ Việt Nam" in here
    assert "sẽ gửi lúc 08:00 16/07/2020, giờ Nhật Bản" in told
    assert [one.next_try_at for one in written(app)] == [
        clock.at("2020-07-16T08:00+09:00"),
        clock.at("2020-07-16T08:00+07:00"),
    ]


def test_a_form_sent_twice_writes_once_and_leads_to_the_same_place(app: Flask, lan: FlaskClient, case: Case) -> None:
    token = {"form_token": "a-token-of-one-preview"}

    first, second = (send(lan, case, "call_back", case.own, **token) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(written(app)) == 1


@pytest.mark.parametrize("kind", ["ask", "call_back"])
def test_of_two_officers_at_once_one_message_goes_and_the_other_reads_who_was_faster(
    app: Flask, case: Case, kind: str
) -> None:
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda client=client: answers.append(send(client, case, kind, case.own)))
        for client in (signed_in(app, "lan"), signed_in(app, "binh"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert len(written(app)) == 1
    assert "Gửi tiếp được từ 15/07/2020 15:00." in next(one.text for one in answers if one.status_code == 422)


def test_an_officer_of_nghe_an_reads_and_writes_nothing_here(app: Flask, case: Case) -> None:
    nga = signed_in(app, "nga")

    assert nga.get(case.path).status_code == 404
    assert look(nga, case, "call_back", case.own).status_code == 404
    assert send(nga, case, "call_back", case.own).status_code == 404
    assert written(app) == []


def test_an_auditor_has_no_such_page_and_no_button(app: Flask, case: Case) -> None:
    kiem = signed_in(app, "kiem")

    assert kiem.get(case.path).status_code == 403
    assert "Gửi tin" not in kiem.get(f"/workers/{case.worker}").text
    assert post(kiem, f"{case.path}/send", kind="ask", to=case.own).status_code == 403


def test_the_options_take_as_many_statements_for_twenty_numbers_as_for_five(app: Flask, case: Case) -> None:
    with inside(app):
        few = statements(case)
        with transaction():
            worker = worker_by_ref(case.worker)
            assert worker
            for number in range(15):
                a_phone(worker.id, f"+8869123450{number:02d}")

        assert statements(case) == few


def statements(case: Case) -> int:
    db.session.expire_all()
    with counted() as sent:
        worker = worker_by_ref(case.worker)
        assert worker
        options_for(worker, now=NOON)
    return len(sent)
