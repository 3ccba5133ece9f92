"""What the pages of senders and of markets share: the day in an address, a warning of a day to come."""

from datetime import date
from typing import Any

from flask import abort, flash
from flask_babel import gettext as _

from tracker.core import clock
from tracker.web.words import ngay


def day_in_address(text: str) -> date:
    """The day that an address names; a page that is not there when it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def warn_of_the_future(since: date) -> None:
    """Say that a line does not hold yet; it may be written down all the same."""
    if since > clock.today():
        flash(_("Ngày %(day)s chưa tới: dòng này có hiệu lực từ ngày đó.", day=ngay(since)), "warning")


def plain(value: Any) -> str:
    """A day or a text as it is shown beside a field; a dash for nothing."""
    return ngay(value) if isinstance(value, date) else str(value or "–")
