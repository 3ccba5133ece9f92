"""The room "Người lao động": one search box, one list with filters in its address. No number or name goes into one."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.auth.door import asking_user
from tracker.auth.models import Office
from tracker.auth.queries import offices_within, saved_lists
from tracker.core import clock
from tracker.core.crypto import BadToken, conceal, reveal
from tracker.core.text import tidy
from tracker.home import worker_list
from tracker.home.worker_filters import STATES, Filters
from tracker.people import search as people_search
from tracker.people.queries import worker_refs
from tracker.people.words import CONTACT_STATES, CONTACT_TONES, SIGNS
from tracker.places.countries import country_choices, country_name
from tracker.places.units import Unit, communes_now_in, unit
from tracker.senders import queries as senders
from tracker.web.furniture import language
from tracker.web.routes import AUDITORS, OFFICERS, Blueprint
from tracker.web.words import capped

bp = Blueprint("workers", __name__)

READERS = OFFICERS | AUDITORS
SEARCH = "search"
LONGEST_SEARCH = 100
ENDS = (30, 60, 90, 180)
SILENT = (30, 60, 90, 180)
STATE_NAMES = {
    "abroad": _l("Đang ở nước ngoài"),
    "after_end": _l("Hết hạn hợp đồng, chưa về"),
    "waiting": _l("Chưa xuất cảnh"),
    "returned": _l("Đã về nước"),
    "no_contract": _l("Chưa có hợp đồng"),
}


@bp.get("/workers", allow=READERS)
def index() -> ResponseReturnValue:
    """The list, or what a search found."""
    filters, typed = filters_asked(), _searched_for()
    today = clock.today()
    if typed:
        listing = worker_list.found(typed, filters, today=today)
    else:
        after, before = request.args.get("after", ""), request.args.get("before", "")
        listing = worker_list.page(filters, today=today, after=after, before=before)
    return render_template(
        "workers/index.html",
        listing=listing,
        filters=filters,
        searched_for=typed,
        chips=list(_chips(filters, typed)),
        kept=saved_lists(asking_user(), "workers.index"),
        label_of=_label,
        choices=_choices(),
        address=_address,
        shown=_shown(listing),
        today=today,
        **words_of_the_list(),
    )


@bp.post("/workers/search", allow=READERS)
def search() -> ResponseReturnValue:
    """Take what was typed: one exact hit opens the file, anything else the list, whose address tells nothing."""
    typed = tidy(request.form.get("q", ""))[:LONGEST_SEARCH]
    if not typed:
        return redirect(url_for("workers.index"), 303)
    hits = people_search.find(typed)
    if hits.exact:
        return redirect(url_for("file.show", ref=worker_refs(hits.ids)[0]), 303)
    return redirect(url_for("workers.index", s=conceal(SEARCH, typed)), 303)


def filters_asked() -> Filters:
    """The filters in the address; what makes no sense is left aside."""
    asked = request.args
    return Filters(
        state=_one_of(asked.get("state", ""), STATES),
        contact=_one_of(asked.get("contact", ""), CONTACT_STATES),
        country=asked.get("country", "")[:3].upper(),
        sender=asked.get("sender", "")[:24],
        area=asked.get("area", "")[:40],
        commune=asked.get("commune", "")[:5],
        ends=_days(asked.get("ends", "")),
        silent=_days(asked.get("silent", "")),
        event=asked.get("event", "")[:24],
        due=_one_of(asked.get("due", ""), ("today",)),
    )


def words_of_the_list() -> dict[str, Any]:
    """Names that the lines of the list need."""
    return {
        "state_names": STATE_NAMES,
        "contact_names": CONTACT_STATES,
        "contact_tones": CONTACT_TONES,
        "sign_names": SIGNS,
    }


def _one_of(value: str, allowed: Iterable[str]) -> str:
    return value if value in allowed else ""


def _days(text: str) -> int:
    return min(int(text), 3650) if text.isascii() and text.isdigit() else 0


def _searched_for() -> str:
    token = request.args.get("s", "")
    if not token:
        return ""
    try:
        return reveal(SEARCH, token)
    except BadToken:
        abort(404)


def _address(**changes: Any) -> str:
    """The address of this list with some of its filters changed; the place in the list is not kept."""
    kept = {**filters_asked().set(), "s": request.args.get("s"), **changes}
    return url_for("workers.index", **{name: value for name, value in kept.items() if value})


def _chips(filters: Filters, typed: str) -> Iterable[dict[str, str]]:
    if typed:
        yield {"label": _("Tìm: %(text)s", text=typed), "remove_url": _address(s=None)}
    for name, value in filters.set().items():
        yield {"label": _label(name, value), "remove_url": _address(**{name: None})}


def _label(name: str, value: Any) -> str:
    labels: dict[str, Callable[[], Any]] = {
        "state": lambda: STATE_NAMES[value],
        "contact": lambda: CONTACT_STATES[value],
        "country": lambda: country_name(value, language()),
        "sender": lambda: _name_of(senders.sender_by_ref(value)),
        "area": lambda: next((each.name for each in offices_within(value)), value),
        "commune": lambda: _commune_name(value),
        "ends": lambda: _("Hết hạn trong %(days)s ngày", days=value),
        "silent": lambda: _("Im lặng > %(days)s ngày", days=value),
        "due": lambda: _("Chờ trả lời hôm nay"),
        "event": lambda: _("Sự kiện: %(title)s", title=worker_list.event_title(value) or value),
    }
    return str(labels[name]())


def _name_of(sender: Any) -> str:
    return str(sender.name if sender else _("bên đưa đi không rõ"))


def _commune_name(code: str) -> str:
    found = unit(code, clock.today())
    return found.name if found else ""


def _choices() -> dict[str, dict[Any, Any]]:
    """What the filter form offers, by field."""
    mine, below = asking_user().office, offices_within(asking_user().office_path)
    return {
        "state": STATE_NAMES,
        "contact": CONTACT_STATES,
        "country": country_choices(locale=language()),
        "area": {office.path: office.name for office in below[1:]},
        "commune": {one.code: one.name for one in _communes(mine)},
        "event": worker_list.event_titles(),
        "sender": {row.ref: row.name for row in senders.senders()},
        "ends": {days: _("trong %(days)s ngày", days=days) for days in ENDS},
        "silent": {days: _("hơn %(days)s ngày", days=days) for days in SILENT},
    }


def _communes(office: Office) -> list[Unit]:
    """The communes of the office's own province or district; too many to choose from above that."""
    return communes_now_in(office.unit_code, clock.today()) if office.unit_code else []


def _shown(listing: worker_list.Listing) -> str:
    if listing.shape and listing.more_hits:
        return str(_("%(count)s người đầu; gõ thêm họ tên hoặc năm sinh để thu hẹp", count=listing.count))
    return str(_("%(shown)s trong %(count)s người", shown=len(listing.lines), count=capped(listing.count)))
