"""How licences and closed markets are called on a page."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.senders.models import Licence
from tracker.web.words import ngay

NONE = "none"
LICENCE_STATES: dict[str, Any] = {
    "in_force": _l("Còn hiệu lực"),
    "suspended": _l("Bị đình chỉ"),
    "withdrawn": _l("Bị thu hồi"),
    "returned": _l("Đã nộp lại"),
}
STANDINGS: dict[str, Any] = {**LICENCE_STATES, NONE: _l("Không có giấy phép")}
CHANGES: dict[str, Any] = {
    "suspended": _l("Bị đình chỉ"),
    "withdrawn": _l("Bị thu hồi"),
    "returned": _l("Nộp lại giấy phép"),
    "in_force": _l("Hết đình chỉ, hoạt động trở lại"),
}
LICENCE_TONES: dict[str, int | str] = {"in_force": "ok", "suspended": 3, "withdrawn": 2, "returned": 4}
MARKET_STATES: dict[str, Any] = {
    "BANNED": _l("Khu vực cấm"),
    "SUSPENDED": _l("Tạm dừng"),
    "WARNING": _l("Có cảnh báo"),
}
MARKET_EFFECTS: dict[str, Any] = {
    "BANNED": _l("Khu vực cấm: không đăng ký được"),
    "SUSPENDED": _l("Tạm dừng: lãnh đạo ghi lý do thì đăng ký được"),
    "WARNING": _l("Có cảnh báo: nhắc cán bộ, không chặn"),
}
MARKET_TONES: dict[str, int] = {"BANNED": 2, "SUSPENDED": 3, "WARNING": 4}


def days(first: date, last: date | None) -> str:
    """A span of days: 01/01/2017 – 31/12/2019, or from its first day on."""
    if last is None:
        return str(_("từ %(first)s", first=ngay(first)))
    return f"{ngay(first)} – {ngay(last)}"


def spell(licence: Licence) -> str:
    """A spell of a licence in one line, for a sentence about another."""
    state = str(LICENCE_STATES[licence.status]).lower()
    return f"{licence.number}, {state}, {days(licence.valid_from, licence.valid_to)}"
