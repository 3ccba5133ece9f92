"""What a revised policy file changes about an episode, in sentences. They are kept, so always in Vietnamese."""

from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from tracker.disruptions.episodes import WINDOW_END
from tracker.disruptions.models import Disruption
from tracker.disruptions.revision import WITHDRAWN, Known, Moved


def moved(move: Moved) -> str:
    """What the file said of an episode, and what it says now."""
    before, after = move.before, move.after
    spans = {
        "before": _span(before.starts_on, before.ends_on, before.end_reason),
        "after": _span(after.starts_on, after.ends_on, after.end_reason),
    }
    with force_locale("vi"):
        if before.state == WITHDRAWN:
            said: str = _("%(what)s: %(before)s đã rút, nay tệp lại có %(after)s.", what=_what(before), **spans)
        else:
            said = _("%(what)s: %(before)s, nay là %(after)s.", what=_what(before), **spans)
    return said


def lost(known: Known) -> str:
    """That the file no longer has an episode of which an event was made."""
    with force_locale("vi"):
        said: str = _(
            "%(what)s: %(before)s, nay không còn trong tệp; sự kiện đã xác nhận vẫn giữ, đề nghị lãnh đạo xem lại.",
            what=_what(known),
            before=_span(known.starts_on, known.ends_on, known.end_reason),
        )
    return said


def moved_for(disruption: Disruption, move: Moved, *, followed: bool) -> str:
    """What changed, and whether the event of the episode took it over or keeps a date of an officer."""
    first, last = (f"{day:%d/%m/%Y}" if day else "" for day in (disruption.from_on, disruption.to_on))
    with force_locale("vi"):
        if followed:
            theirs = _("Ngày của sự kiện theo bản mới.")
        elif last:
            theirs = _("Sự kiện vẫn giữ ngày do cán bộ ghi: %(first)s–%(last)s.", first=first, last=last)
        else:
            theirs = _("Sự kiện vẫn giữ ngày do cán bộ ghi: từ %(first)s, chưa rõ ngày hết.", first=first)
    return f"{moved(move)} {theirs}"


def _what(known: Known) -> str:
    return f"{known.country}, {known.indicator} {known.rule} {known.level}"


def _span(first: date, last: date, end_reason: str) -> Any:
    days = f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    with force_locale("vi"):
        return _("%(days)s (còn tiếp)", days=days) if end_reason == WINDOW_END else days
