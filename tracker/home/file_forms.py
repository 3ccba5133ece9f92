"""What an officer types after a call: kept so short that a call is written down in fifteen seconds."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.web.forms import Form

OUTCOMES = {
    "reached": _l("Nói chuyện được với người lao động"),
    "no_answer": _l("Không nghe máy"),
    "wrong_number": _l("Sai số"),
    "relative_answered": _l("Thân nhân nghe máy"),
    "refused": _l("Nghe máy nhưng không muốn nói"),
}
HOW = {"ok": _l("Khỏe"), "problem": _l("Có vấn đề"), "help": _l("Cần giúp ngay")}
BY_HAND = {"normal": _l("Bình thường, theo hợp đồng"), "high": _l("7 ngày một lần (nguy cơ cao)")}
SPOKE = ("reached", "relative_answered")


def _plain(choices: dict[str, Any]) -> dict[str, str]:
    return {value: str(words) for value, words in choices.items()}


class RhythmForm(Form):
    """How often the worker is asked; `was` is what stood when the page was read."""

    was = HiddenField()
    rhythm = RadioField(_l("Nhịp hỏi"), choices=lambda: _plain(BY_HAND))

    def validate(self, extra_validators: object = None) -> bool:
        """The shape: one of the two."""
        fine = bool(super().validate(extra_validators))
        if not fine:
            self.rhythm.errors = [str(_l("Chọn nhịp hỏi."))]
        return fine

    def show_other(self, stands: str) -> None:
        """Keep what was chosen, and beside it what somebody else has set meanwhile. Sent again, it wins."""
        self.was.data = stands
        self.blame(
            "rhythm", str(_l("Người khác vừa đổi nhịp hỏi, hiện là: %(rhythm)s.", rhythm=BY_HAND.get(stands, stands)))
        )


class CallForm(Form):
    """One call: which number, what came of it, how the worker is."""

    number = RadioField(_l("Đã gọi số nào?"), [InputRequired(_l("Chọn số đã gọi."))], choices=dict)
    outcome = RadioField(_l("Kết quả"), [InputRequired(_l("Chọn kết quả cuộc gọi."))], choices=lambda: _plain(OUTCOMES))
    how = RadioField(_l("Tình hình người lao động"), [Optional()], choices=lambda: _plain(HOW))
    note = TextAreaField(_l("Ghi chú"), [Optional(), Length(max=2000, message=_l("Ghi chú dài nhất 2.000 chữ."))])

    def validate(self, extra_validators: object = None) -> bool:
        """The shape: whoever was spoken with has said how the worker is."""
        fine = bool(super().validate(extra_validators))
        if self.outcome.data in SPOKE and not self.how.data:
            self.blame("how", str(_l("Chọn tình hình: đã nói chuyện thì cần biết người lao động thế nào.")))
            return False
        return fine
