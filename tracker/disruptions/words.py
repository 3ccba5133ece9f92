"""How kinds, causes, statuses, indicators and levels are called on pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

KINDS: dict[str, Any] = {
    "outbreak": _l("Dịch bệnh"),
    "lockdown": _l("Phong tỏa, hạn chế đi lại"),
    "workplace_closure": _l("Đóng cửa nơi làm việc"),
    "border_closure": _l("Hạn chế nhập cảnh"),
    "flights_stopped": _l("Ngừng chuyến bay"),
    "layoffs": _l("Cắt giảm lao động"),
    "wage_arrears": _l("Nợ lương"),
    "sponsor_lost": _l("Mất bên đưa đi hoặc bên bảo lãnh"),
    "disaster": _l("Thiên tai"),
    "war": _l("Chiến sự"),
    "other": _l("Việc khác"),
}
CAUSES: dict[str, Any] = {
    "covid19": _l("COVID-19"),
    "epidemic": _l("Dịch bệnh khác"),
    "disaster": _l("Thiên tai"),
    "war": _l("Chiến tranh"),
    "unrest": _l("Bất ổn xã hội"),
    "recession": _l("Suy thoái kinh tế"),
    "employer": _l("Người sử dụng lao động"),
    "other": _l("Nguyên nhân khác"),
}
STATUSES: dict[str, Any] = {
    "draft": _l("chưa bắt đầu"),
    "active": _l("đang diễn ra"),
    "winding_down": _l("đang khép lại"),
    "closed": _l("đã kết thúc"),
}
ASKS: dict[str, Any] = {
    "disruption": _l("Hỏi ngay, rồi 2 ngày một lần cho tới khi kết thúc"),
    "high": _l("Hỏi ngay, rồi mỗi tuần một lần cho tới khi kết thúc"),
    "": _l("Không hỏi thêm: mỗi người giữ nhịp hỏi thường"),
}
TRIAL = _l("đang thử")
SLOW_KINDS = ("border_closure", "flights_stopped", "layoffs")

# What each indicator asks, and which kind of event an episode of it is; E1 is help given, so it makes no event.
INDICATORS: dict[str, Any] = {
    "C2": _l("Đóng cửa nơi làm việc"),
    "C5": _l("Ngừng giao thông công cộng"),
    "C6": _l("Ở nhà"),
    "C7": _l("Hạn chế đi lại trong nước"),
    "C8": _l("Hạn chế người nước ngoài nhập cảnh"),
    "E1": _l("Hỗ trợ thu nhập"),
}
KIND_OF_INDICATOR = {
    "C2": "workplace_closure",
    "C5": "lockdown",
    "C6": "lockdown",
    "C7": "lockdown",
    "C8": "border_closure",
}
LEVELS: dict[tuple[str, int], Any] = {
    ("C2", 2): _l("một số ngành phải đóng cửa"),
    ("C2", 3): _l("đóng cửa tất cả, trừ nơi thiết yếu"),
    ("C5", 2): _l("ngừng hoặc cấm đi phần lớn"),
    ("C6", 2): _l("chỉ ra ngoài khi cần thiết"),
    ("C6", 3): _l("gần như không được ra ngoài"),
    ("C7", 2): _l("cấm đi lại giữa các vùng"),
    ("C8", 2): _l("cách ly người đến từ một số nơi"),
    ("C8", 3): _l("cấm người đến từ một số nơi"),
    ("C8", 4): _l("cấm tất cả hoặc đóng cửa biên giới"),
    ("E1", 1): _l("bù dưới một nửa lương bị mất"),
    ("E1", 2): _l("bù từ một nửa lương bị mất"),
}
ABOUT_C8 = _l(
    "C8 nói ai được nhập cảnh vào nước đó. Số liệu này không cho biết người lao động có rời đi được không, "
    "và không dùng để kết luận về việc về Việt Nam."
)
AFTER_REVISION: dict[str, Any] = {
    "withdrawn": _l(
        "Sự kiện vẫn giữ cho tới khi có người quyết định. Đề nghị kiểm tra với nguồn khác: nếu không còn biện pháp này "
        "thì lãnh đạo kết thúc sự kiện, nếu vẫn còn thì để nguyên."
    ),
    "followed": _l(
        "Ngày của sự kiện đã theo bản mới, không cần làm gì thêm. Nếu cán bộ biết khác: lãnh đạo kết thúc sự kiện này "
        "và ghi một sự kiện với ngày đúng; ngày do cán bộ ghi luôn đứng trên dữ liệu."
    ),
    "kept": _l(
        "Ngày của sự kiện khác dữ liệu, và vẫn giữ. Nếu bản mới đúng hơn: lãnh đạo kết thúc sự kiện này và ghi một "
        "sự kiện với ngày của bản mới. Nếu không thì để nguyên."
    ),
}
STANDINGS: dict[str, Any] = {
    "safe": _l("An toàn"),
    "problem": _l("Có vấn đề"),
    "help": _l("Cần giúp"),
    "silent": _l("Im lặng"),
    "waiting": _l("Chưa có tin"),
    "returned": _l("Đã về"),
}
TONES = {"safe": "ok", "problem": "2", "help": "1", "silent": "3", "waiting": "4", "returned": "plain"}
CALLED_OFF = _l("đã bỏ qua")


def status(event: Any) -> Any:
    """How an event stands, also when it is only tried or was set aside."""
    if event.was_set_aside:
        return CALLED_OFF
    return TRIAL if event.is_tried else STATUSES[event.status]


def asks_by_default(kind: str) -> str:
    """The rhythm first offered: danger is asked about every other day, a closed border every week."""
    return "high" if kind in SLOW_KINDS else "disruption"


def policy(indicator: str, level: int) -> str:
    """An indicator and level in words: "Đóng cửa nơi làm việc: một số ngành phải đóng cửa"."""
    return f"{INDICATORS[indicator]}: {LEVELS[indicator, level]}"
