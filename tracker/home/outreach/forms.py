"""What an officer chooses before a message goes: what it says, and to which number."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from tracker.home.outreach.options import ASK, CALL_BACK
from tracker.web.forms import Form

KINDS: dict[str, Any] = {ASK: _l("Hỏi thăm ngay"), CALL_BACK: _l("Đề nghị gọi lại cho cơ quan")}


class MessageForm(Form):
    """Two choices. Whether they may be chosen is judged by the file's options, which know why not."""

    kind = RadioField(
        _l("Gửi gì?"), [InputRequired(_l("Chọn tin cần gửi."))], choices=lambda: _named(KINDS), validate_choice=False
    )
    to = RadioField(_l("Gửi tới ai?"), [InputRequired(_l("Chọn người nhận."))], choices=dict, validate_choice=False)


def _named(names: dict[str, Any]) -> dict[str, str]:
    return {value: str(words) for value, words in names.items()}
