"""One event: its dry run, its trial, the live board, what is asked, and its end."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.alerts import queries as alerts
from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.clock import day_of
from tracker.core.db import db, transaction
from tracker.disruptions import actions, words
from tracker.disruptions.door import bp, event_at, lead_to, started
from tracker.disruptions.forms import AskingForm, ButtonForm, ClosingForm, StartForm
from tracker.disruptions.models import Disruption
from tracker.disruptions.queries import board, circumstances, dry_run, pressing
from tracker.disruptions.queries.asking import RECENTLY, asking, by_day
from tracker.disruptions.queries.ending import ending
from tracker.disruptions.queries.revised import stands_to_feed
from tracker.places.countries import country_name
from tracker.web.furniture import language
from tracker.web.routes import OFFICERS, SUPERVISORS
from tracker.web.words import so

LONGEST_LIST = 500


@bp.get("/<ref>", allow=OFFICERS)
def show(ref: str) -> ResponseReturnValue:
    """The event: before the start its dry run, afterwards the live board."""
    disruption = event_at(ref)
    if disruption.activated_at is None and disruption.tried_at is None:
        return _draft_page(disruption)
    return _board_page(disruption)


@bp.get("/<ref>/people", allow=OFFICERS)
def people(ref: str) -> ResponseReturnValue:
    """The touched workers, all or by how they stand."""
    disruption, now = event_at(ref), clock.now()
    stands = request.args.get("standing", "")
    counts = board.counts(disruption, now=now)
    rows = db.session.execute(board.people(disruption, now=now, stands=stands).limit(LONGEST_LIST)).all()
    return render_template(
        "disruptions/people.html",
        event=disruption,
        rows_found=rows,
        stands=stands,
        counts=counts,
        parts=_parts(disruption, counts),
        held=circumstances.held,
        longest=LONGEST_LIST,
    )


@bp.get("/<ref>/countries.json", allow=OFFICERS)
def countries_json(ref: str) -> ResponseReturnValue:
    """The numbers of the event's map."""
    disruption = event_at(ref)
    rows = [
        {
            "code": place.country,
            "name": country_name(place.country, language()),
            "workers": place.workers,
            "alerts": place.alerts,
            "severity": place.worst,
            "url": url_for("alerts.index", event=disruption.id, country=place.country),
        }
        for place in board.by_country(disruption)
    ]
    return jsonify({"countries": rows})


@bp.post("/<ref>/start", allow=SUPERVISORS)
def start(ref: str) -> ResponseReturnValue:
    """Start an event after its dry run, or try it with the first few."""
    disruption, form = event_at(ref), StartForm()
    if not form.validate_on_submit():
        return _draft_page(disruption, form), 422
    begin = actions.try_out if form.trial.data else actions.activate
    try:
        with transaction():
            touched = begin(disruption, by=asking_user(), now=clock.now(), asks=form.asks.data)
    except actions.NotInThisState:
        return lead_to(disruption)
    return started(disruption, touched)


@bp.post("/<ref>/ask", allow=SUPERVISORS)
def ask(ref: str) -> ResponseReturnValue:
    """Ask the touched more or less often from now on, or not at all because of this event."""
    disruption, form = event_at(ref), AskingForm()
    if not form.validate_on_submit():
        return _board_page(disruption, asking_form=form), 422
    try:
        with transaction():
            asked = actions.let_ask(disruption, form.asks.data, by=asking_user(), now=clock.now())
    except actions.NotInThisState:
        return lead_to(disruption)
    if form.asks.data:
        told = _("Trong ít phút nữa %(count)s người được hỏi thăm.", count=so(asked))
    else:
        told = _("Sự kiện thôi hỏi thăm. Mỗi người trở lại nhịp hỏi thường của mình.")
    flash(told, "success")
    return redirect(url_for("disruptions.show", ref=ref), 303)


@bp.post("/<ref>/close", allow=SUPERVISORS)
def close(ref: str) -> ResponseReturnValue:
    """End an event."""
    disruption, form = event_at(ref), ClosingForm()
    form.validate_on_submit()
    try:
        with transaction():
            actions.close(disruption, by=asking_user(), now=clock.now(), note=form.note.data or "")
    except actions.NotInThisState:
        return lead_to(disruption)
    if disruption.review is None:
        flash(_("Đã bỏ sự kiện. Xem lại được trong mục Đã kết thúc."), "success")
        return redirect(url_for("disruptions.index"), 303)
    flash(_("Sự kiện đã kết thúc. Dưới đây là phiếu tổng kết, in được."), "success")
    return redirect(url_for("disruptions.show", ref=ref), 303)


def _draft_page(disruption: Disruption, form: StartForm | None = None) -> str:
    run = dry_run(disruption, now=clock.now()) if disruption.status == "draft" else None
    return render_template(
        "disruptions/draft.html",
        event=disruption,
        run=run,
        start=form or StartForm(formdata=None, asks=words.asks_by_default(disruption.kind)),
        tried=actions.TRIED,
        stands_to_feed=stands_to_feed(disruption, today=clock.today()),
        f=ButtonForm(),
    )


def _board_page(disruption: Disruption, asking_form: AskingForm | None = None) -> str:
    now = clock.now()
    counts = board.counts(disruption, now=now)
    return render_template(
        "disruptions/show.html",
        event=disruption,
        counts=counts,
        parts=_parts(disruption, counts),
        asking=asking(disruption, now=now),
        days=by_day(disruption, now=now),
        pressing=pressing.pressing(disruption),
        open_alerts=alerts.count(alerts.Filters(event=str(disruption.id)), user_id=asking_user().id, now=now),
        offices=board.by_office(disruption, now=now),
        employers=board.by_employer(disruption, now=now),
        new_ones=board.newly_touched(disruption, since=now - RECENTLY),
        oldest=board.oldest_untouched(disruption),
        ending=ending(disruption) if disruption.closed_at is None else None,
        rest=dry_run(disruption, now=now) if disruption.is_tried else None,
        start=StartForm(formdata=None, asks=disruption.asks),
        stands_to_feed=stands_to_feed(disruption, today=day_of(now)),
        asks=asking_form or AskingForm(formdata=None, asks=disruption.asks),
        f=ClosingForm(formdata=None),
    )


def _parts(disruption: Disruption, counts: board.Counts) -> list[dict[str, object]]:
    """The one bar: a part for each way people stand, each a link to its list."""
    return [
        {
            "label": words.STANDINGS[standing],
            "count": getattr(counts, standing),
            "url": url_for("disruptions.people", ref=disruption.ref, standing=standing),
            "tone": tone,
            "standing": standing,
        }
        for standing, tone in words.TONES.items()
    ]
