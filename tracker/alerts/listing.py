"""What the list of alerts shows around its lines: counts, filters with their names, addresses that keep them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from tracker.alerts import queries, words
from tracker.alerts.models import CAUSES, SEVERITIES, STATES
from tracker.alerts.queries.filters import AGES, MINE, NOBODY, Filters
from tracker.auth.door import asking_user
from tracker.auth.models import UserAccount
from tracker.auth.queries import saved_lists
from tracker.core import clock
from tracker.places.countries import MAIN_MARKETS, country_name
from tracker.web.paging import PAGE
from tracker.web.words import severity_name

SHORT = 25
EDGES = ("after", "before")


def names(args: Mapping[str, str], *, short: bool = False) -> dict[str, Any]:
    """Names for the templates of the list; the short one stands beside an open alert."""
    user, now, filters = asking_user(), clock.now(), Filters.parse(args)
    where = {name: args.get(name, "")[:24] for name in EDGES}
    return {
        "listing": queries.queue(filters, user_id=user.id, now=now, **where, size=SHORT if short else PAGE),
        "total": queries.count(filters, user_id=user.id, now=now),
        "counts": queries.counters(user, now),
        "filters": filters,
        "place": place(args),
        "chips": _chips(filters),
        "tabs": _tabs(filters, user),
        "kept": () if short else saved_lists(user, "alerts.index"),
        "options": {} if short else options(user, filters),
    }


def place(args: Mapping[str, str]) -> dict[str, Any]:
    """Where in the list the reader is, for the addresses of links and forms."""
    edges = {name: args[name][:24] for name in EDGES if args.get(name)}
    return {**Filters.parse(args).args(), **edges}


def furniture() -> dict[str, Any]:
    """Names for every template of the room."""
    return {"words": words, "country_of": country}


def country(iso3: str) -> str:
    """A country's name in the reader's language."""
    return country_name(iso3, str(get_locale() or "vi"))


def _tabs(filters: Filters, user: UserAccount) -> list[dict[str, Any]]:
    """Lists that are opened most: everything, mine, nobody's, late, urgent."""
    offered = [
        (_("Tất cả đang mở"), Filters()),
        (_("Của tôi"), Filters(owner=MINE)),
        (_("Chưa ai nhận"), Filters(state="new", owner=NOBODY)),
        (_("Quá hạn"), Filters(late="1")),
        (_("Khẩn cấp"), Filters(severity="1")),
        (_("Chờ đóng"), Filters(state="resolved")),
    ]
    return [{"label": label, "url": _address(each), "active": each == filters} for label, each in offered]


def _address(filters: Filters) -> str:
    told: dict[str, Any] = dict(filters.args())
    return url_for("alerts.index", **told)


def _chips(filters: Filters) -> list[dict[str, str]]:
    return [
        {"label": _label(name, value), "remove_url": _address(filters.without(name))}
        for name, value in filters.args().items()
    ]


def _label(name: str, value: str) -> str:
    told: dict[str, Callable[[], Any]] = {
        "severity": lambda: severity_name(int(value)),
        "cause": lambda: words.cause(value),
        "office": lambda: queries.office_name(value) or value,
        "country": lambda: country(value.upper()),
        "sender": lambda: _sender(value),
        "owner": lambda: _owner(value),
        "age": lambda: _("Mở từ %(days)s ngày trở lên", days=value),
        "state": lambda: words.state(value),
        "event": lambda: _("Một sự kiện"),
        "late": lambda: _("Quá hạn"),
    }
    return str(told[name]())


def _owner(value: str) -> str:
    if value in (MINE, NOBODY):
        return str({MINE: _("Của tôi"), NOBODY: _("Chưa có người phụ trách")}[value])
    return queries.user_name(value) or value


def _sender(ref: str) -> str:
    return queries.sender_name(ref) or str(_("bên đưa đi không rõ"))


def options(user: UserAccount, filters: Filters) -> dict[str, dict[str, str]]:
    """The choices of the filter form, and the sender that is chosen already: {field: {value: words}}."""
    chosen = {filters.sender: _sender(filters.sender)} if filters.sender else {}
    return {
        "severity": {str(each): severity_name(each) for each in SEVERITIES},
        "state": {each: words.state(each) for each in STATES},
        "cause": {each: words.cause(each) for each in CAUSES},
        "country": {each: country(each) for each in MAIN_MARKETS},
        "office": queries.offices_below(user.office_path),
        "sender": {**queries.senders_with_alerts(), **chosen},
        "owner": {MINE: _("Của tôi"), NOBODY: _("Chưa có người phụ trách")},
        "age": {str(days): _("%(days)s ngày trở lên", days=days) for days in AGES},
    }
