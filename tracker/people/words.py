"""How states, signs of life, numbers and permissions of people are called on a page."""

from typing import Any

from flask_babel import lazy_gettext as _l

CONTACT_STATES: dict[str, Any] = {
    "new": _l("Mới"),
    "in_touch": _l("Đang liên lạc được"),
    "late": _l("Trễ điểm danh"),
    "silent": _l("Im lặng"),
    "lost_contact": _l("Mất liên lạc"),
    "paused": _l("Tạm dừng hỏi"),
    "closed": _l("Đã kết thúc"),
}
# Which severity's colour a contact state bears; states that alarm nobody bear none.
CONTACT_TONES = {"late": 3, "silent": 2, "lost_contact": 1}
SIGNS: dict[str, Any] = {
    "own_answer": _l("tự trả lời"),
    "officer_call": _l("cán bộ gọi được"),
    "mission_call": _l("cơ quan đại diện gọi được"),
    "travel_record": _l("xuất nhập cảnh"),
    "group_leader": _l("trưởng nhóm điểm danh"),
    "family": _l("gia đình báo"),
    "sender": _l("bên đưa đi báo"),
    "receipt": _l("tin đã tới máy"),
}
QUALITIES: dict[str, Any] = {
    "unknown": _l("chưa rõ"),
    "good": _l("tốt"),
    "shared": _l("dùng chung"),
    "wrong": _l("sai số"),
}
MAY_SEE: dict[str, Any] = {
    "nothing": _l("không cho xem"),
    "state": _l("tình trạng"),
    "last_contact": _l("tình trạng và ngày liên lạc"),
    "case_progress": _l("tình trạng, ngày liên lạc và việc đang giải quyết"),
}
SEXES: dict[str, Any] = {"female": _l("Nữ"), "male": _l("Nam")}
ID_KINDS: dict[str, Any] = {"cmnd": _l("CMND"), "cccd": _l("CCCD")}
WHY_PAPERS: dict[str, Any] = {
    "renewed": _l("Đã đổi giấy tờ mới; số cũ vẫn dùng để tìm"),
    "mistake": _l("Trước đây ghi nhầm; bỏ số sai"),
}
EARLIER: dict[str, Any] = {
    "cmnd": _l("CMND cũ"),
    "cccd": _l("CCCD cũ"),
    "passport": _l("Hộ chiếu cũ"),
    "file": _l("Mã hồ sơ cũ"),
    "list": _l("Mã cũ trong danh sách"),
}
HOUSEHOLDS: dict[str, Any] = {
    "poor": _l("hộ nghèo"),
    "near_poor": _l("hộ cận nghèo"),
    "newly_escaped": _l("hộ mới thoát nghèo"),
}
REASONS: dict[str, Any] = {
    "id_number": _l("cùng số giấy tờ"),
    "passport": _l("cùng số hộ chiếu"),
    "name_and_birth_date": _l("cùng họ tên và ngày sinh"),
    "name_and_birth_year": _l("cùng họ tên và năm sinh"),
    "phone": _l("cùng số điện thoại"),
}


def contact_state(state: str) -> str:
    """The contact state in words."""
    return str(CONTACT_STATES.get(state, state))


def sign(kind: str) -> str:
    """What kind of sign of life it was, in words."""
    return str(SIGNS.get(kind, kind))


def reasons(found: tuple[str, ...]) -> str:
    """Why two files may be one person, in one phrase."""
    return ", ".join(str(REASONS[each]) for each in found)
