"""What stands on every staff page: the rooms, the office in force, the law in force, whether the engine is late."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import db
from tracker.core.runs import Tick
from tracker.law import book
from tracker.web.routes import may, role_now
from tracker.web.words import luc

LATE = timedelta(minutes=5)
ROLE_NAMES = {
    "officer": _l("Cán bộ"),
    "supervisor": _l("Lãnh đạo"),
    "admin": _l("Quản trị"),
    "auditor": _l("Kiểm tra"),
}
ROOMS = (
    ("home.today", _l("Hôm nay"), "today"),
    ("workers.index", _l("Người lao động"), "people"),
    ("alerts.index", _l("Cảnh báo"), "alert"),
    ("disruptions.index", _l("Sự kiện"), "event"),
    ("board.index", _l("Bảng điều hành"), "board"),
    ("intake.index", _l("Nhập danh sách"), "list"),
    ("senders.index", _l("Sổ bên đưa đi"), "office"),
    ("audit.index", _l("Nhật ký"), "book"),
)
OWN_PAGES = (
    ("auth.me", _l("Phiên đăng nhập và ngôn ngữ")),
    ("offices.index", _l("Điện thoại các đơn vị")),
)

# Pages that are reached through another room's list.
LIES_IN = {
    "alert_calls": "alerts",
    "family": "workers",
    "file": "workers",
    "markets": "senders",
    "message": "workers",
    "people": "workers",
    "registration": "workers",
    "rhythm": "workers",
    "sender": "senders",
    "terms": "workers",
    "travel": "workers",
    "travel_corrected": "workers",
    "uncertain": "home",
}


@dataclass(frozen=True)
class Link:
    """One entry of the rail or of the user's menu."""

    label: str
    url: str
    icon: str = ""
    active: bool = False
    count: int = 0
    below: bool = False


def navigation() -> dict[str, Any]:
    """Names for the staff layout."""
    user = asking_user()
    return {
        "nav": [_link(*room) for room in ROOMS if may(room[0])],
        "current_office_name": user.office.name,
        "law_line": _("Luật đang dùng: %(name)s", name=book.ruleset_in_force(clock.today()).name),
        "engine_late": engine_late(),
        "user_menu": {
            "name": user.display_name,
            "role": str(ROLE_NAMES[role_now()]),
            "links": [Link(str(label), url_for(endpoint)) for endpoint, label in OWN_PAGES if may(endpoint)],
            "sign_out_url": url_for("auth.sign_out"),
        },
    }


def engine_late() -> str:
    """A warning when the engine has not ticked for five minutes; empty when all is well."""
    tick = db.session.get(Tick, "engine")
    if tick is not None and clock.now() - tick.at < LATE:
        return ""
    since = luc(tick.at) if tick else _("chưa chạy lần nào")
    return str(_("Bộ máy nhắc việc đang dừng (lần cuối: %(since)s). Hãy báo người quản trị.", since=since))


def _link(endpoint: str, label: Any, icon: str) -> Link:
    room = endpoint.partition(".")[0]
    return Link(
        str(label), url_for(endpoint), icon, active=room in (request.blueprint, LIES_IN.get(request.blueprint or ""))
    )
