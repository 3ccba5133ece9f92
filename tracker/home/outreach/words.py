"""How the page of a message calls a recipient, the hour at which it goes, and the way it takes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from tracker.core.clock import VIETNAM
from tracker.core.settings import settings
from tracker.home.outreach.options import ASK, CALL_BACK, Options, Recipient
from tracker.messages.channels import channel_for
from tracker.people.words import QUALITIES
from tracker.places.countries import country_name
from tracker.web.furniture import language
from tracker.web.words import ngay


def what_each_does(options: Options) -> str:
    """What each kind of message that is offered does, in a sentence each."""
    sentences = {ASK: _what_asking_does, CALL_BACK: _what_a_call_back_says}
    return " ".join(sentences[kind](options) for kind in options.kinds)


def _what_asking_does(options: Options) -> str:
    if options.turn.waiting is not None:
        day = ngay(options.turn.waiting.opened_at)
        told = _("Hỏi thăm ngay: đã hỏi ngày %(day)s, chưa có trả lời; câu hỏi đó được gửi lại.", day=day)
    else:
        day = ngay(options.turn.opens_at)
        told = _("Hỏi thăm ngay: mở lần hỏi dự kiến ngày %(day)s, chỉ cho chính người lao động.", day=day)
    return str(told)


def _what_a_call_back_says(options: Options) -> str:
    return str(_("Đề nghị gọi lại: tin chỉ nêu số %(phone)s của đơn vị.", phone=options.office_phone))


def label(recipient: Recipient) -> str:
    """Whose number it is and what is known of it: "••••••769 · người lao động · tốt"."""
    return f"{recipient.masked} · {whose(recipient)} · {QUALITIES[recipient.point.quality]}"


def whose(recipient: Recipient) -> str:
    """The worker, or the relative by name and kinship."""
    relative = recipient.relative
    return f"{relative.full_name} ({relative.kinship})" if relative else str(_("người lao động"))


def goes(recipient: Recipient, now: datetime) -> str:
    """When a message written now goes: at once, or on the next morning of the place, told in both times."""
    if recipient.goes_at <= now:
        return str(_("ngay sau khi bấm Gửi"))
    there = recipient.goes_at.astimezone(ZoneInfo(recipient.zone))
    told = _("%(at)s, giờ %(place)s", at=f"{there:%H:%M %d/%m/%Y}", place=country_name(recipient.place, language()))
    if there.utcoffset() == recipient.goes_at.astimezone(VIETNAM).utcoffset():
        return str(told)
    home = recipient.goes_at.astimezone(VIETNAM)
    return str(_("%(told)s (%(at)s giờ Việt Nam)", told=told, at=f"{home:%H:%M %d/%m}"))


def way(recipient: Recipient) -> str:
    """The channel in use in this installation."""
    if settings().demo:
        return str(_("bản thử: ghi vào thư mục, không gửi ra ngoài"))
    kind = recipient.point.kind
    if channel_for(kind, settings()) == "email":
        return str(_("thư điện tử"))
    if kind == "email":
        return str(_("thư mục chờ gửi; máy chủ thư chưa được cài đặt"))
    return str(_("tin nhắn SMS, qua thư mục của máy gửi tin"))
