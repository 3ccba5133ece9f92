"""The room "Bên đưa đi": who sends workers abroad, how their licences stand, and whom of our people they have there."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.alerts import queries as alerts
from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.text import tidy
from tracker.home.sender_workers import abroad_of, workers_of
from tracker.law.licences import after_loss
from tracker.senders import register, words
from tracker.senders.line import line_of
from tracker.senders.queries import sender_by_ref
from tracker.web.routes import AUDITORS, OFFICERS, Blueprint
from tracker.web.words import capped, so

bp = Blueprint("senders", __name__)

READERS = OFFICERS | AUDITORS
LONGEST_SEARCH = 100


@bp.get("/senders", allow=READERS)
def index() -> ResponseReturnValue:
    """The register by name, or what a search found in it."""
    text, standing, today = _typed(), _standing(), clock.today()
    after, before = (request.args.get(edge, "")[:24] for edge in ("after", "before"))
    page = register.page(text=text, standing=standing, today=today, after=after, before=before)
    counts = register.standings(text, today=today)
    return render_template(
        "senders/index.html",
        page=page,
        abroad=abroad_of([one.sender.id for one in page.listed], today=today),
        text=text,
        standing=standing,
        tabs=[_tab("", _("Tất cả"), sum(counts.values())), *_tabs(counts)],
        address=_address,
        shown=_("%(shown)s trong %(count)s bên đưa đi", shown=so(len(page.listed)), count=capped(page.count)),
        words=words,
        today=today,
    )


@bp.get("/senders/<ref>", allow=READERS)
def show(ref: str) -> ResponseReturnValue:
    """One sender: details, licences, workers, and what the law asks when the licence is lost."""
    sender, today, now = sender_by_ref(ref) or abort(404), clock.today(), clock.now()
    spells = sender.licences
    licence = next((each for each in spells if each.holds_on(today)), None)
    return render_template(
        "senders/show.html",
        sender=sender,
        spells=spells[::-1],
        licence=licence,
        line=line_of(spells, today=today),
        duties=after_loss(licence.status, licence.valid_from) if licence else [],
        workers=workers_of(sender.id, today=today),
        open_alerts=alerts.count(alerts.Filters(sender=ref), user_id=asking_user().id, now=now),
        words=words,
        today=today,
    )


def _typed() -> str:
    return tidy(request.args.get("q", ""))[:LONGEST_SEARCH]


def _standing() -> str:
    asked = request.args.get("standing", "")
    return asked if asked in words.STANDINGS else ""


def _address(**changes: Any) -> str:
    """The address of this list with something changed; the place in the list is not kept."""
    kept = {"q": _typed(), "standing": _standing(), **changes}
    return url_for("senders.index", **{name: value for name, value in kept.items() if value})


def _tabs(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [_tab(standing, str(name), counts.get(standing, 0)) for standing, name in words.STANDINGS.items()]


def _tab(standing: str, label: str, count: int) -> dict[str, Any]:
    return {
        "label": label,
        "url": _address(standing=standing),
        "count": count,
        "active": standing == _standing(),
    }
