"""Money and days as Vietnamese readers write them."""

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def money(amount: Decimal, currency: str) -> str:
    """An amount with dots for thousands: "90.000.000 ₫", "1.250,50 USD"."""
    sign = "₫" if currency == "VND" else currency
    return f"{number(amount, 0 if currency == 'VND' else 2)} {sign}".strip()


def number(amount: Decimal, places: int = 2) -> str:
    """A number with dots for thousands and a comma before the decimals, without idle zeros."""
    rounded = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, rest = f"{rounded:,.{places}f}".partition(".")
    tail = "" if set(rest) <= {"0"} else f",{rest}"
    return whole.replace(",", ".") + tail


def day(value: date) -> str:
    """A day as dd/mm/yyyy."""
    return f"{value:%d/%m/%Y}"


def months_after(start: date, months: int) -> date:
    """The same day of a later month; the month's last day when it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def age_on(birth: date, on: date) -> int:
    """Full years of age on a day; someone born on 29 February is a year older on 1 March of common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
