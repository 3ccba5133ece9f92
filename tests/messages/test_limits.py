"""How often a number may get a message, at the borders; and the preview, which is what goes out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.cast import offices
from tests.messages.post import queued
from tracker.core import clock, crypto
from tracker.messages.actions import SealedAddress
from tracker.messages.delivery import deliver
from tracker.messages.limits import free_from
from tracker.messages.preview import STAND_IN, preview
from tracker.messages.templates import render

NOON = clock.at("2020-07-15T12:00")
ADDRESS = "https://diemdanh.dienbien.gov.vn"
PHONE = {"office_phone": "+842153000001"}


def ago(**lengths: float) -> datetime:
    return NOON - timedelta(**lengths)


@pytest.mark.parametrize(
    ("gone", "free"),
    [
        ([], None),
        ([ago(hours=3)], NOON),
        ([ago(hours=2, minutes=59)], NOON + timedelta(minutes=1)),
        ([ago(days=2), ago(hours=1), ago(days=1)], NOON + timedelta(hours=2)),
        ([ago(days=7), ago(days=3), ago(days=2), ago(days=1)], NOON),
        ([ago(days=6, hours=23), ago(days=3), ago(days=2), ago(days=1)], NOON + timedelta(hours=1)),
        ([ago(days=6), ago(days=5), ago(days=4), ago(hours=5), ago(hours=1)], NOON + timedelta(days=2)),
        ([ago(days=6, hours=23), ago(days=3), ago(days=2), ago(hours=1)], NOON + timedelta(hours=2)),
    ],
)
def test_one_message_in_three_hours_and_four_in_a_week(gone: list[datetime], free: datetime | None) -> None:
    assert free_from(gone) == free


def test_the_preview_of_a_short_message_is_what_the_gateway_gets(house: Flask) -> None:
    offices()
    shown = preview("call_back", as_mail=False, values=PHONE, public_url=ADDRESS)
    queued("+84912345678", key="k1", template="call_back", variables=PHONE)

    deliver(NOON, "a")

    [file] = house.extensions["tracker"].spool.glob("*.txt")
    assert file.read_text().partition("\n\n")[2].strip() == shown.text
    assert shown.size
    assert (shown.size.alphabet, shown.size.parts, shown.subject) == ("GSM-7", 1, "")
    assert "+842153000001" in shown.text


def test_the_preview_of_a_mail_has_its_subject_and_accents_and_is_not_counted(house: Flask) -> None:
    shown = preview("call_back", as_mail=True, values=PHONE, public_url=ADDRESS)

    assert shown.subject == "Cơ quan lao động đề nghị gọi lại"
    assert shown.text.startswith("Cơ quan lao động đề nghị gọi lại số +842153000001")
    assert shown.size is None


def test_the_link_is_the_worker_s_alone_yet_counted_at_its_full_length(house: Flask) -> None:
    shown = preview("check_in_ask", as_mail=False, values={}, public_url=ADDRESS)
    whole = render("check_in_ask/1", language="vi", values={}, about_ref="A1B2C3D4E5F60718", public_url=ADDRESS)

    assert shown.text.endswith(f"{ADDRESS}/t/••••••")
    assert STAND_IN not in shown.text
    assert shown.size
    assert shown.size.units == len(whole.sms)


def test_a_message_is_carried_to_an_address_that_stays_sealed(house: Flask) -> None:
    offices()
    sealed = crypto.seal("+84912345678", table="contact_point", row="LL-1", column="value")
    queued(SealedAddress(sealed, "contact_point:LL-1:value"), key="k1")

    deliver(NOON, "a")

    [file] = house.extensions["tracker"].spool.glob("*.txt")
    assert file.read_text().startswith("To: +84912345678\n")
