"""The page "Thị trường": countries closed or warned of, by document and for a time. Never from counts of cases."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.places.countries import country_name
from tracker.senders import actions, words
from tracker.senders.forms import EndForm, MarketForm, RemovalForm
from tracker.senders.models import MarketStatus
from tracker.senders.pages import day_in_address, plain, warn_of_the_future
from tracker.senders.queries import market_decision, markets_not_on, markets_on
from tracker.web.forms import VersionedForm
from tracker.web.routes import AUDITORS, OFFICERS, SUPERVISORS, Blueprint
from tracker.web.words import ngay

bp = Blueprint("markets", __name__, url_prefix="/markets")
DECISION = "/<country>/<status>/<begins>"
FIELDS_OF_THE_END = {"valid_to": "last_day", "ended_by": "ending"}


@bp.context_processor
def _names() -> dict[str, Any]:
    return {"words": words}


@bp.get("", allow=OFFICERS | AUDITORS)
def index() -> ResponseReturnValue:
    """What is in force today, and what was or will be."""
    today = clock.today()
    return render_template("senders/markets.html", now=markets_on(today), others=markets_not_on(today), today=today)


@bp.get("/new", allow=SUPERVISORS)
def new() -> ResponseReturnValue:
    """The form of a decision."""
    return render_template("senders/new_market.html", f=MarketForm())


@bp.post("/new", allow=SUPERVISORS)
def declare() -> ResponseReturnValue:
    """Write a decision down."""
    form = MarketForm()
    if not form.validate_on_submit():
        return render_template("senders/new_market.html", f=form), 422
    decision = form.decision()
    try:
        with transaction():
            actions.declare_market(decision, by=asking_user(), now=clock.now())
    except actions.DecisionKnown as known:
        form.blame("valid_from", _already_there(known.other))
        return render_template("senders/new_market.html", f=form), 422
    flash(_("Đã ghi quyết định. Hợp đồng xuất cảnh trong thời gian này sẽ được đối chiếu."), "success")
    warn_of_the_future(decision.valid_from)
    return _to_markets()


@bp.get(DECISION, allow=SUPERVISORS)
def decision(country: str, status: str, begins: str) -> ResponseReturnValue:
    """One decision, to end, to correct or to take out."""
    return _page(_decision(country, status, begins))


@bp.post(f"{DECISION}/end", allow=SUPERVISORS)
def end(country: str, status: str, begins: str) -> ResponseReturnValue:
    """Write down the last day of a decision and what ends it."""
    market = _decision(country, status, begins)
    form = EndForm(begins=market.valid_from)
    if not form.validate_on_submit():
        return _page(market, ending=form), 422
    last, ended_by = form.last_day.data, form.ending.data.strip()
    try:
        with transaction():
            actions.end_market(
                market, valid_to=last, ended_by=ended_by, version=form.seen_version, by=asking_user(), now=clock.now()
            )
    except ChangedMeanwhile as error:
        stands = {FIELDS_OF_THE_END[field]: _shown(field, text) for field, text in error.now_stands.items()}
        return _both_texts(market, form, stands, error.version, ending=form)
    flash(_("Đã ghi: hết hiệu lực sau ngày %(day)s.", day=ngay(last)), "success")
    return _to_markets()


@bp.post(DECISION, allow=SUPERVISORS)
def correct(country: str, status: str, begins: str) -> ResponseReturnValue:
    """Write a decision as it should have been."""
    market = _decision(country, status, begins)
    form = MarketForm(kept=market)
    if not form.validate_on_submit():
        return _page(market, f=form), 422
    reason = form.reason.data.strip()
    try:
        with transaction():
            actions.correct_market(
                market,
                form.decision(),
                reason=reason,
                version=form.seen_version,
                by=asking_user(),
                now=clock.now(),
            )
    except actions.DecisionKnown as known:
        form.blame("valid_from", _already_there(known.other))
        return _page(market, f=form), 422
    except ChangedMeanwhile as error:
        stands = {field: _shown(field, text) for field, text in error.now_stands.items()}
        return _both_texts(market, form, stands, error.version, f=form)
    flash(_("Đã sửa quyết định."), "success")
    return _to_markets()


@bp.post(f"{DECISION}/remove", allow=SUPERVISORS)
def remove(country: str, status: str, begins: str) -> ResponseReturnValue:
    """Take out a decision that never was."""
    market, form = _decision(country, status, begins), RemovalForm()
    if not form.validate_on_submit():
        return _page(market, removal=form), 422
    try:
        with transaction():
            actions.remove_market(
                market, reason=form.why.data.strip(), version=form.seen_version, by=asking_user(), now=clock.now()
            )
    except ChangedMeanwhile as error:
        form.ask_again(version=error.version)
        return _page(market, removal=form), 409
    flash(_("Đã bỏ dòng ghi nhầm. Nhật ký còn giữ dòng này và lý do."), "success")
    return _to_markets()


def _decision(country: str, status: str, begins: str) -> MarketStatus:
    return market_decision(country, status, day_in_address(begins)) or abort(404)


def _page(market: MarketStatus, **forms: Any) -> str:
    """The three forms of a decision: the one that was sent as it was typed, the others as the decision stands."""
    fresh = {
        "f": MarketForm(formdata=None, kept=market),
        "ending": EndForm(formdata=None, begins=market.valid_from, obj=market),
        "removal": RemovalForm(formdata=None, obj=market),
    }
    return render_template("senders/market.html", market=market, **{**fresh, **forms})


def _both_texts(
    market: MarketStatus, form: VersionedForm, stands: dict[str, str], version: int, **forms: Any
) -> ResponseReturnValue:
    form.show_both(stands, version=version)
    return _page(market, changed_meanwhile=True, **forms), 409


def _already_there(other: MarketStatus) -> str:
    told = _("%(document)s, %(days)s", document=other.told_by, days=words.days(other.valid_from, other.valid_to))
    return str(_("Nước này đã có quyết định như vậy từ ngày đó: %(told)s. Hãy sửa dòng đó.", told=told))


def _shown(field: str, value: Any) -> str:
    if field == "status":
        return str(words.MARKET_STATES[value])
    if field == "host_country":
        return country_name(value, str(get_locale() or "vi"))
    return plain(value)


def _to_markets() -> ResponseReturnValue:
    return redirect(url_for("markets.index"), 303)
