"""The room Sự kiện: the list, the bulletin, the proposals of the feed, and what a supervisor decides about them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.disruptions import actions, views_event, words
from tracker.disruptions.door import bp, lead_to, started
from tracker.disruptions.episodes import known_end
from tracker.disruptions.forms import ClosingForm, EventForm, StartForm, filled_from
from tracker.disruptions.models import Episode
from tracker.disruptions.queries import dry_run, listed, places
from tracker.senders.models import Employer
from tracker.web.routes import OFFICERS, SUPERVISORS

__all__ = ["bp", "views_event"]


@bp.get("", allow=OFFICERS)
def index() -> ResponseReturnValue:
    """What runs, what is prepared, what the feed proposes, what is over."""
    indicator = request.args.get("indicator", "")
    return render_template(
        "disruptions/index.html",
        running=listed.events(statuses=("active", "winding_down")),
        drafts=listed.events(statuses=("draft",)),
        proposals=listed.proposals(clock.today(), office_path=asking_user().office_path, indicator=indicator),
        over=listed.events(statuses=("closed",), limit=20),
        indicator=indicator,
        end_of=lambda one: known_end(one.end_on, one.end_reason, today=clock.today()),
    )


@bp.get("/new", allow=OFFICERS)
def new() -> ResponseReturnValue:
    """A bulletin, empty or begun from an episode of the feed."""
    episode = _episode_asked_for()
    form = filled_from(_draft(episode)) if episode else EventForm(from_on=clock.today())
    return _form_page(form, episode)


@bp.post("/new", allow=OFFICERS)
def declare() -> ResponseReturnValue:
    """Write the bulletin down; its page shows the dry run before anything is started."""
    form, episode = EventForm(), _episode_asked_for()
    form.validate_on_submit()
    employer = _employer_of(form)
    if form.errors:
        return _form_page(form, episode), 422
    try:
        with transaction():
            draft = form.draft(employer=employer, episode=episode)
            disruption = actions.declare(draft, by=asking_user(), now=clock.now())
    except actions.AlreadyDeclared as error:
        return lead_to(error.disruption)
    flash(_("Đã ghi sự kiện. Xem chạy thử dưới đây, rồi bắt đầu khi đã chắc."), "success")
    return redirect(url_for("disruptions.show", ref=disruption.ref), 303)


@bp.get("/proposals/<ref>", allow=OFFICERS)
def proposal(ref: str) -> ResponseReturnValue:
    """One episode of the feed, and what confirming it would do."""
    episode = listed.proposal(ref) or abort(404)
    there = listed.declared_from(episode, office_path=asking_user().office_path)
    if there is not None:
        return lead_to(there)
    return _proposal_page(episode)


@bp.post("/proposals/<ref>", allow=SUPERVISORS)
def confirm(ref: str) -> ResponseReturnValue:
    """Confirm an episode as it is: an event is declared and started at once, or tried with the first few."""
    episode, form = listed.proposal(ref) or abort(404), StartForm()
    if not form.validate_on_submit():
        return _proposal_page(episode, form), 422
    begin = actions.try_out if form.trial.data else actions.activate
    try:
        with transaction():
            user, now = asking_user(), clock.now()
            disruption = actions.declare(_draft(episode), by=user, now=now)
            touched = begin(disruption, by=user, now=now, asks=form.asks.data)
    except actions.AlreadyDeclared as error:
        return lead_to(error.disruption)
    return started(disruption, touched)


@bp.post("/proposals/<ref>/set-aside", allow=SUPERVISORS)
def set_aside(ref: str) -> ResponseReturnValue:
    """Say that this episode needs nothing from the office."""
    episode, form = listed.proposal(ref) or abort(404), ClosingForm()
    form.validate_on_submit()
    try:
        with transaction():
            actions.set_aside(episode, by=asking_user(), now=clock.now(), note=form.note.data or "")
    except actions.AlreadyDeclared as error:
        return lead_to(error.disruption)
    flash(_("Đã bỏ qua đề xuất. Xem lại được trong mục Đã kết thúc."), "success")
    return redirect(url_for("disruptions.index"), 303)


def _proposal_page(episode: Episode, form: StartForm | None = None) -> str:
    draft = _draft(episode)
    rehearsed = actions.unsaved(draft, office_path=asking_user().office_path)
    return render_template(
        "disruptions/proposal.html",
        episode=episode,
        draft=draft,
        run=dry_run(rehearsed, now=clock.now()),
        start=form or StartForm(formdata=None, asks=words.asks_by_default(draft.kind)),
        tried=actions.TRIED,
        f=ClosingForm(formdata=None),
    )


def _draft(episode: Episode) -> actions.Draft:
    return actions.draft_of(episode, today=clock.today())


def _episode_asked_for() -> Episode | None:
    ref = request.args.get("episode", "")
    return (listed.proposal(ref) or abort(404)) if ref else None


def _form_page(form: EventForm, episode: Episode | None) -> str:
    choices = places.employers_with_people(clock.today())
    return render_template("disruptions/new.html", f=form, episode=episode, employers=choices)


def _employer_of(form: EventForm) -> Employer | None:
    """The employer that was meant, or none; what is missing or in doubt is told at its field."""
    typed = (form.employer.data or "").strip()
    if not typed:
        if not form.host_country.data:
            form.blame("host_country", _("Chọn nước, hoặc ghi người sử dụng lao động."))
        return None
    found = places.employer_meant(typed, host_country=form.host_country.data or "")
    if found is None:
        form.blame("employer", _("Không tìm thấy đúng một nơi có tên này. Hãy chọn trong danh sách gợi ý."))
    return found
