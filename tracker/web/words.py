"""How dates, instants, money and counts are written for a Vietnamese office, and in English."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.core import clock

DONG = "VND"
SEVERITY_NAMES = {1: _l("S1 khẩn cấp"), 2: _l("S2 nghiêm trọng"), 3: _l("S3 cần xem"), 4: _l("S4 theo dõi")}


def ngay(day: date | datetime | None) -> str:
    """A day as dd/mm/yyyy; an empty text for none."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.day_of(day)
    return f"{day:%d/%m/%Y}"


def luc(instant: datetime | None) -> str:
    """An instant in Vietnam's time as dd/mm/yyyy HH:MM."""
    return f"{instant.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}" if instant else ""


def gio(instant: datetime | None) -> str:
    """The time of day in Vietnam as HH:MM."""
    return f"{instant.astimezone(clock.VIETNAM):%H:%M}" if instant else ""


def ago(instant: datetime | None) -> str:
    """How long ago an instant was, or how far ahead it is, in one unit."""
    if instant is None:
        return ""
    gap = clock.now() - instant
    words = _("còn %(time)s", time=span(-gap)) if gap < timedelta(0) else _("%(time)s trước", time=span(gap))
    return str(words)


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit: minutes, hours or days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return str(ngettext("%(num)s phút", "%(num)s phút", minutes))
    if minutes < 48 * 60:
        return str(ngettext("%(num)s giờ", "%(num)s giờ", minutes // 60))
    return str(ngettext("%(num)s ngày", "%(num)s ngày", minutes // (24 * 60)))


def so(count: int | None) -> str:
    """A count with dots between thousands: 1.000."""
    return "" if count is None else f"{count:,}".replace(",", ".")


def so_le(amount: Decimal) -> str:
    """A number with dots between thousands, and what stands behind the comma if there is anything: 23.200,5."""
    whole, _dot, parts = f"{amount:,f}".partition(".")
    return whole.replace(",", ".") + (f",{parts.rstrip('0')}" if parts.strip("0") else "")


def tien(amount: Decimal | int | None, currency: str = DONG) -> str:
    """A sum of money: 1.250.000 ₫, or 28.000 TWD."""
    if amount is None:
        return ""
    whole, _dot, cents = f"{amount:,.2f}".partition(".")
    text = whole.replace(",", ".") + (f",{cents}" if cents.strip("0") else "")
    return f"{text} {'₫' if currency == DONG else currency}"


def capped(count: int, cap: int = 1000) -> str:
    """A count that was not taken beyond a cap: "1.000+"."""
    return f"{so(cap)}+" if count > cap else so(count)


def severity_name(severity: int) -> str:
    """The word that always stands beside a severity's colour."""
    return str(SEVERITY_NAMES[severity])
