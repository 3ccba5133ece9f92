"""The family's door, card and buttons."""

import gzip
import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import a_contract_abroad, a_worker, form_token, in_house, inside, post, signed_in, the_cast
from tracker.alerts.models import Alert
from tracker.audit.queries import entries_about
from tracker.auth.models import UserAccount
from tracker.core import clock, crypto
from tracker.core.db import db, transaction
from tracker.family import actions, views
from tracker.people.actions import record_sign
from tracker.people.models import ContactPoint, Relative, Worker

LAST4 = "1234"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


def a_relative(worker: Worker, *, may_see: str = "last_contact", name: str = "Lò Thị Bun") -> Relative:
    relative = Relative(
        ref=crypto.new_ref("TN"),
        worker_id=worker.id,
        full_name=name,
        kinship="Em gái",
        may_see=may_see,
        consent_on=date(2020, 7, 1),
        created_at=clock.now(),
    )
    db.session.add(relative)
    db.session.flush()
    ref = crypto.new_ref("LL")
    db.session.add(
        ContactPoint(
            ref=ref,
            worker_id=worker.id,
            relative_id=relative.id,
            kind="phone",
            value_sealed=crypto.seal("+84599001234", table="contact_point", row=ref, column="value"),
            value_index=crypto.blind("contact", "+84599001234"),
            last4_index=crypto.blind("contact_last4", LAST4),
            place=f"contact_point:{ref}:value",
            created_at=clock.now(),
        )
    )
    db.session.flush()
    return relative


@pytest.fixture
def grant(app: Flask):  # type: ignore[no-untyped-def]
    """Make a worker, a relative and a login; return the code."""

    def make(*, may_see: str = "last_contact", heard: bool = True) -> str:
        context = in_house(app)
        users = the_cast() if not db.session.query(UserAccount).count() else {}
        with transaction():
            lan = users.get("lan") or db.session.query(UserAccount).filter_by(username="lan").one()
            worker = a_worker("Lò Văn Thanh")
            a_contract_abroad(worker)
            if heard:
                record_sign(worker.id, "own_answer", clock.at("2020-06-12T19:42"), now=clock.now())
            relative = a_relative(worker, may_see=may_see)
            _login, code = actions.grant(relative, by=lan, by_id=lan.id, now=clock.now())
        context.pop()
        return code

    return make


def enter(app: Flask, code: str, last4: str = LAST4) -> tuple[FlaskClient, int]:
    client = app.test_client()
    return client, post(client, "/gd", code=code, last4=last4).status_code


def test_the_card_says_state_place_and_last_contact_and_nothing_else(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, status = enter(app, grant())

    page = client.get("/gd/xem").text

    assert status == 303
    assert "Lò V. T." in page
    assert "Đài Loan (Trung Quốc)" in page
    assert "12/06/2020" in page
    for hidden in ("Lò Văn Thanh", "Đào Viên", "Điện tử", "vn.11", "NLD-"):
        assert hidden not in page


@pytest.mark.parametrize("heard", [True, False])
def test_a_relative_who_may_see_nothing_gets_the_page_of_one_without_news(app: Flask, grant, heard: bool) -> None:  # type: ignore[no-untyped-def]
    code = grant(may_see="state", heard=heard)
    context = in_house(app)
    with transaction() as session:
        session.execute(sa.update(Relative).values(may_see="nothing" if heard else "state"))
    context.pop()

    client, _status = enter(app, code)
    page = client.get("/gd/xem").text

    assert "Hiện chưa có tin mới để chia sẻ với gia đình." in page
    assert "Đài Loan" not in page
    assert "2020" not in page.split("<main")[1].split("</main")[0].replace("name=", "")


@pytest.mark.parametrize(("code", "last4"), [("WRONG-CODE", LAST4), (None, "9999")])
def test_a_wrong_code_and_wrong_digits_get_the_same_answer(app: Flask, grant, code: str | None, last4: str) -> None:  # type: ignore[no-untyped-def]
    real = grant()
    client = app.test_client()

    answer = post(client, "/gd", code=code or real, last4=last4)

    assert answer.status_code == 422
    assert "Mã hoặc bốn số cuối chưa đúng" in answer.text


def test_after_five_tries_even_the_right_digits_wait(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    code = grant()
    for _ in range(5):
        enter(app, code, "0000")

    assert enter(app, code)[1] == 429


def test_worried_opens_one_concern_with_number_and_deadline(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())

    for _ in range(2):
        post_inside(client, "/gd/bao/worried")

    page = client.get("/gd/xem?da=worried").text
    context = in_house(app)
    raised = db.session.scalars(sa.select(Alert)).all()
    context.pop()
    assert [(alert.cause, alert.severity) for alert in raised] == [("concern", 2)]
    assert "CB-2020-" in page
    assert "Trả lời gia đình trước" in page


def test_heard_is_a_weak_sign_of_life(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())

    post_inside(client, "/gd/bao/heard")

    context = in_house(app)
    from tracker.people.models import ContactStatus

    assert db.session.query(ContactStatus).one().last_weak_kind == "family"
    context.pop()


def test_a_revoked_code_closes_the_open_page_at_the_next_request(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())
    context = in_house(app)
    with transaction() as session:
        lan = session.query(UserAccount).filter_by(username="lan").one()
        actions.revoke_all(session.query(Relative).one(), by=lan, now=clock.now())
    context.pop()

    assert client.get("/gd/xem").status_code == 302


def test_a_visit_ends_after_fifteen_minutes(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())

    with clock.stopped_at("2020-07-15T12:16+07:00"):
        assert client.get("/gd/xem").status_code == 302


def test_a_family_reaches_no_staff_page(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())

    for address in ("/today", "/workers", "/alerts", "/board", "/audit"):
        assert client.get(address).status_code == 302, address


def test_the_pages_weigh_less_than_fourteen_kilobytes_with_their_sheet(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())
    from pathlib import Path

    sheet = Path(app.root_path, "static", "public.css").read_bytes()

    for address in ("/gd", "/gd/xem", "/gd/tin-that"):
        page = client.get(address).data
        assert len(gzip.compress(page)) + len(gzip.compress(sheet)) <= 14 * 1024
        assert b"<script" not in page


def test_an_officer_grants_a_login_only_on_consent(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    grant()
    context = in_house(app)
    with transaction() as session:
        relative = session.query(Relative).one()
        ref, relative.may_see = relative.ref, "nothing"
    context.pop()
    client = signed_in(app, "lan")

    refused = post(client, f"/relatives/{ref}/login")
    foreign = signed_in(app, "nga").get(f"/relatives/{ref}/login")

    assert refused.status_code == 422
    assert "chưa đồng ý" in refused.text
    assert foreign.status_code == 404


def test_the_slip_shows_the_code_once_in_groups_with_a_qr(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    grant()
    context = in_house(app)
    ref = db.session.query(Relative).one().ref
    context.pop()

    slip = granted(signed_in(app, "lan"), ref).text

    assert CODE.search(slip)
    assert "data:image/svg+xml" in slip


def granted(client: FlaskClient, ref: str) -> TestResponse:
    return client.get(post(client, f"/relatives/{ref}/login").headers["Location"])


def test_a_double_click_on_granting_shows_the_same_slip(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    grant()
    with inside(app):
        ref = db.session.query(Relative).one().ref
    lan, token = signed_in(app, "lan"), form_token()

    led = [post(lan, f"/relatives/{ref}/login", form_token=token).headers["Location"] for _ in range(2)]
    codes = [CODE.search(lan.get(place).text) for place in led]

    assert codes[0]
    assert codes[1]
    assert codes[0][0] == codes[1][0]
    assert enter(app, codes[0][0])[1] == 303


def test_a_slip_is_for_ten_minutes_and_for_the_officer_who_granted_it(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    grant()
    with inside(app):
        ref = db.session.query(Relative).one().ref
    lan = signed_in(app, "lan")
    place = post(lan, f"/relatives/{ref}/login").headers["Location"]

    other = signed_in(app, "minh").get(place)
    with clock.stopped_at("2020-07-15T12:11"):
        later = lan.get(place)
    altered = lan.get(place + "A")

    for answer in (other, later, altered):
        assert answer.status_code == 410
        assert not CODE.search(answer.text)


def test_an_officer_may_try_the_code_in_his_own_browser(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    code = grant()
    lan = signed_in(app, "lan")

    assert post(lan, "/gd", code=code, last4=LAST4).status_code == 303
    assert "Lò V. T." in lan.get("/gd/xem").text
    assert lan.get("/today").status_code == 200


def test_a_cry_for_help_after_the_visit_has_ended_is_not_swallowed_in_silence(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/gd/xem").text)
    assert token

    with clock.stopped_at("2020-07-15T12:16"):
        answer = client.post("/gd/bao/worried", data={"csrf_token": token[1], "form_token": form_token()})

    assert answer.status_code == 401
    assert "Chưa gửi được: đã quá 15 phút." in answer.text


def test_a_visit_is_a_look_at_the_file(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    enter(app, grant())

    with inside(app):
        worker = db.session.query(Worker).one()
        assert [entry.what for entry in entries_about("worker", worker.ref)] == ["family.read"]


def test_nothing_of_a_file_under_seal_is_told_at_home(app: Flask, grant) -> None:  # type: ignore[no-untyped-def]
    client, _status = enter(app, grant())
    with inside(app), transaction() as session:
        session.query(Worker).one().sealed_case = True
        ref = session.query(Relative).one().ref

    card = client.get("/gd/xem").text
    refused = post(signed_in(app, "lan"), f"/relatives/{ref}/login")

    assert "Đài Loan" not in card
    assert "12/06/2020" not in card
    assert (refused.status_code, "niêm phong" in refused.text) == (422, True)


def test_honest_families_behind_one_address_do_not_use_up_its_tries(
    app: Flask,
    grant,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "FROM_ONE_ADDRESS", "3/hour")
    code = grant()
    assert {enter(app, code)[1] for _ in range(4)} == {303}

    assert [enter(app, f"ABCD-EFGH-{n}234-Z")[1] for n in range(4)] == [422, 422, 422, 429]


def post_inside(client: FlaskClient, path: str) -> None:
    """Press a button of the card."""
    import re

    from tests.cast import form_token

    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/gd/xem").text)
    assert token
    answer = client.post(path, data={"csrf_token": token.group(1), "form_token": form_token()})
    assert answer.status_code == 303
