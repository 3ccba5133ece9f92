"""The words for states, causes, outcomes and lines of the timeline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.alerts.explain import facts_in_words
from tracker.core import clock
from tracker.web.words import luc, severity_name

STATES: dict[str, Any] = {
    "new": _l("Chưa nhận"),
    "acknowledged": _l("Đã nhận"),
    "in_progress": _l("Đang làm"),
    "waiting": _l("Đang chờ"),
    "snoozed": _l("Đang hoãn"),
    "resolved": _l("Có kết quả, chờ đóng"),
    "closed": _l("Đã đóng"),
    "duplicate": _l("Trùng, đã gộp"),
}
CAUSES: dict[str, Any] = {
    "help": _l("Xin giúp"),
    "problem": _l("Báo có vấn đề"),
    "silent": _l("Im lặng"),
    "disruption": _l("Sự kiện"),
    "concern": _l("Gia đình lo lắng"),
    "law": _l("Quy định"),
    "officer": _l("Cán bộ mở"),
    "unreachable": _l("Mất cách liên lạc"),
    "ops": _l("Hệ thống"),
}
OUTCOMES: dict[str, Any] = {
    "safe": _l("Đã liên lạc được, an toàn"),
    "helped": _l("Đã giúp được"),
    "returned": _l("Đã về nước"),
    "handed_over": _l("Đã chuyển cơ quan khác xử lý"),
    "answered_family": _l("Đã trả lời gia đình"),
    "file_fixed": _l("Đã sửa hồ sơ"),
    "no_result": _l("Không làm được gì thêm"),
    "false_alarm": _l("Báo nhầm"),
    "event_over": _l("Sự kiện đã kết thúc"),
    "became_silent": _l("Sự kiện kết thúc, còn im lặng: theo dõi tiếp trong cảnh báo im lặng"),
}
WAITING_FOR: dict[str, Any] = {
    "worker": _l("người lao động"),
    "relatives": _l("thân nhân"),
    "sender": _l("bên đưa đi"),
    "mission": _l("cơ quan đại diện Việt Nam"),
    "employer": _l("người sử dụng lao động"),
    "other": _l("cơ quan khác"),
}
CALLED: dict[str, Any] = {
    "worker": _l("Nói chuyện được với người lao động"),
    "relative": _l("Nói chuyện được với thân nhân"),
    "nobody": _l("Không ai nghe máy"),
    "wrong": _l("Sai số"),
}
BULK_ACTIONS: dict[str, Any] = {"acknowledge": _l("Nhận việc"), "assign": _l("Giao việc")}

ENTRIES: dict[str, Any] = {
    "acknowledged": _l("Nhận việc"),
    "assigned": _l("Giao cho %(to)s"),
    "started": _l("Bắt đầu làm"),
    "note": _l("Ghi chú"),
    "fact": _l("Có thêm thông tin"),
    "call": _l("Gọi điện: %(reached)s"),
    "waiting": _l("Chờ %(whom)s đến %(until_at)s"),
    "wait_over": _l("Hết hạn chờ %(whom)s"),
    "snoozed": _l("Hoãn đến %(until_at)s"),
    "woken": _l("Hết hạn hoãn, trở lại danh sách"),
    "resolved": _l("Kết quả: %(outcome)s"),
    "closed": _l("Đóng cảnh báo"),
    "reopened": _l("Mở lại"),
    "lowered": _l("Hạ mức từ %(was)s xuống %(severity)s"),
    "raised": _l("Nâng mức từ %(was)s lên %(severity)s"),
    "graver": _l("Có tin nặng hơn, nâng mức"),
    "fired_after_answer": _l("Lại có tin sau khi đã có kết quả, mở lại"),
    "fired_while_waiting": _l("Lại có tin trong lúc chờ hoặc hoãn: trở lại chưa nhận"),
    "step": _l("Chưa ai nhận: lên một bước"),
    "expired": _l("Đã nhận nhưng không ghi gì thêm quá hạn: trở lại chưa ai nhận, lên một bước"),
    "escalated": _l("Báo lên cấp trên"),
    "waits_for_closing": _l("Nhắc lãnh đạo đóng cảnh báo"),
    "duplicate": _l("Gộp vào %(of)s"),
    "has_duplicate": _l("Đã gộp %(other)s vào đây"),
    "merged": _l("Chuyển sang từ hồ sơ được gộp"),
    "terms_corrected": _l("Đã sửa hợp đồng trong hồ sơ; lý do ghi ở trên là theo hợp đồng trước khi sửa"),
    "bulk": _l("%(action)s, cùng một lượt với %(count)s cảnh báo"),
    "bulk_undone": _l("Hoàn tác lượt làm chung"),
    "event_over": _l("Đóng theo sự kiện đã kết thúc"),
    "became_silent": _l("Sự kiện kết thúc, người này còn im lặng: chuyển sang cảnh báo im lặng"),
}
NAMED: dict[str, dict[str, Any]] = {
    "whom": WAITING_FOR,
    "outcome": OUTCOMES,
    "reached": CALLED,
    "action": BULK_ACTIONS,
}


def state(name: str) -> str:
    """A state in words."""
    return str(STATES[name])


def cause(name: str) -> str:
    """A cause in words."""
    return str(CAUSES[name])


def outcome(name: str) -> str:
    """An outcome in words; a blank one stays blank."""
    return str(OUTCOMES.get(name, name))


def waiting(whom: str, until: datetime | None) -> str:
    """For whom an alert waits, and until when."""
    return str(_("%(whom)s, đến %(at)s", whom=WAITING_FOR.get(whom, whom), at=luc(until)))


def entry(kind: str, detail: Mapping[str, Any]) -> str:
    """A line of the timeline in words, with its facts, those who were told, and those who have no address."""
    pattern = ENTRIES.get(kind)
    if pattern is None:
        return kind
    text = str(pattern) % _Shown({name: _shown(name, value) for name, value in detail.items()})
    if facts := detail.get("facts"):
        text = f"{text}: {facts_in_words(facts)}"
    parts = [text]
    if told := detail.get("told"):
        parts.append(str(_("đã báo %(names)s", names=", ".join(told))))
    if missed := detail.get("no_address"):
        parts.append(str(_("không có địa chỉ: %(names)s", names=", ".join(missed))))
    return " · ".join(parts)


class _Shown(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return "…"


def _shown(name: str, value: Any) -> str:
    if name in NAMED:
        return str(NAMED[name].get(value, value))
    if name in ("was", "severity") and isinstance(value, int):
        return severity_name(value)
    if name.endswith("_at") and isinstance(value, str):
        return luc(clock.at(value))
    return str(value)
