"""How the file calls what it shows: answers, check-ins, messages, steps of alerts, reports of families."""

from typing import Any

from flask_babel import lazy_gettext as _l

ANSWERS: dict[str, tuple[Any, int | str]] = {
    "ok": (_l("Tự trả lời: Khỏe"), "ok"),
    "problem": (_l("Tự trả lời: Có vấn đề"), 2),
    "help": (_l("Tự trả lời: Cần giúp ngay"), 1),
}
REPORTS: dict[str, tuple[Any, int | str | None]] = {
    "heard": (_l("Gia đình đã liên lạc được"), "ok"),
    "no_news": (_l("Gia đình chưa có tin"), 3),
    "worried": (_l("Gia đình lo lắng, cần giúp"), 2),
}
CHECK_IN_STATES: dict[str, Any] = {
    "open": _l("đã hỏi, chờ trả lời"),
    "reminded": _l("đã nhắc, chờ trả lời"),
    "late": _l("trễ điểm danh"),
    "missed": _l("không trả lời"),
    "answered_ok": _l("đã trả lời: khỏe"),
    "answered_problem": _l("đã trả lời: có vấn đề"),
    "answered_help": _l("đã trả lời: cần giúp"),
    "confirmed_by_third": _l("người khác xác nhận"),
    "cancelled": _l("đã bỏ"),
    "superseded": _l("thay bằng đợt hỏi của sự kiện"),
    "void": _l("không tính, hệ thống dừng"),
}
MESSAGES: dict[str, Any] = {
    "check_in_ask": _l("Gửi lời hỏi thăm"),
    "check_in_remind": _l("Nhắc lại lời hỏi thăm"),
    "check_in_late": _l("Gửi lời hỏi thăm lần cuối"),
    "call_back": _l("Đề nghị gọi lại"),
    "staff_alarm": _l("Báo cán bộ về cảnh báo"),
    "staff_news": _l("Báo cán bộ có thêm tin"),
    "staff_close": _l("Nhắc lãnh đạo đóng cảnh báo"),
    "staff_digest": _l("Báo cán bộ số việc đang chờ"),
}
MESSAGE_FATES: dict[str, Any] = {
    "queued": _l("đang chờ gửi"),
    "leased": _l("đang gửi"),
    "handed_over": _l("đã giao cho cổng gửi tin"),
    "sent": _l("đã gửi"),
    "delivered": _l("đã tới máy"),
    "failed_temp": _l("chưa gửi được, sẽ thử lại"),
    "failed_perm": _l("không gửi được"),
    "expired": _l("quá hạn, không gửi nữa"),
    "cancelled": _l("đã bỏ vì không cần nữa"),
    "uncertain": _l("chưa rõ đã tới chưa"),
}
# Where a mail server refused the house and not the address.
ROUTE_FATES: dict[str, Any] = {
    "failed_temp": _l(
        "máy chủ thư chưa nhận thư của Sở, không phải do địa chỉ; sẽ thử lại, đề nghị báo người quản trị"
    ),
    "failed_perm": _l(
        "không gửi được vì máy chủ thư không nhận thư của Sở, không phải do địa chỉ; đề nghị báo người quản trị"
    ),
}
RHYTHMS: dict[str, Any] = {
    "arrival": _l("mới sang"),
    "first_90": _l("90 ngày đầu"),
    "normal": _l("bình thường"),
    "high": _l("nguy cơ cao"),
    "disruption": _l("có sự kiện"),
    "last_60": _l("60 ngày cuối hợp đồng"),
}
READS: dict[str, Any] = {
    "worker.read": _l("mở hồ sơ"),
    "worker.reveal": _l("xem số"),
    "alert.read": _l("xem cảnh báo"),
    "worker.export": _l("xuất danh sách"),
    "family.read": _l("gia đình xem"),
}
