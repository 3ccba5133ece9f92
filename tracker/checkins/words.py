"""Words of this room: answers, what a problem is about, the one question asked in turn."""

from types import MappingProxyType
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

ANSWER_WORDS: MappingProxyType[str, Any] = MappingProxyType(
    {"ok": _l("Khỏe"), "problem": _l("Có vấn đề"), "help": _l("Cần giúp ngay")}
)
ABOUT: MappingProxyType[str, Any] = MappingProxyType(
    {
        "wage": _l("Tiền lương"),
        "hours": _l("Giờ làm việc"),
        "lodging": _l("Chỗ ở"),
        "papers": _l("Bị giữ giấy tờ"),
        "injury": _l("Tai nạn, bị thương"),
        "illness": _l("Ốm đau"),
        "violence": _l("Bị đánh, bị đe dọa"),
        "want_home": _l("Muốn về nước"),
        "other": _l("Việc khác"),
    }
)
QUESTIONS: MappingProxyType[str, Any] = MappingProxyType(
    {
        "wage_on_time": _l("Tháng này tiền lương có trả đúng hạn không?"),
        "papers_with_you": _l("Anh/chị có đang tự giữ hộ chiếu không?"),
        "hours": _l("Giờ làm việc có đúng như thỏa thuận không?"),
        "lodging": _l("Chỗ ở có ổn không?"),
    }
)
YES_NO: MappingProxyType[str, Any] = MappingProxyType({"yes": _l("Có"), "no": _l("Không")})


def question_for(cycle_no: int) -> str:
    """Which one question is asked after "fine" in this turn."""
    names = tuple(QUESTIONS)
    return names[cycle_no % len(names)]


def in_vietnamese(words: Any) -> str:
    """Words as the office keeps them, whatever language the worker reads."""
    with force_locale("vi"):
        return str(words)
