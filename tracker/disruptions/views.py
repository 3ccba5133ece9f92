"""The room Sự kiện: what happens abroad, whom it touches, and what a supervisor decides about it."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.disruptions import actions, words
from tracker.disruptions.episodes import known_end
from tracker.disruptions.forms import ButtonForm, ClosingForm, EventForm, filled_from
from tracker.disruptions.models import Disruption, Episode
from tracker.disruptions.oxcgrt import ATTRIBUTION
from tracker.disruptions.queries import board, circumstances, dry_run, listed, places, pressing
from tracker.places.countries import country_name
from tracker.senders.models import Employer
from tracker.web.routes import OFFICERS, SUPERVISORS, Blueprint
from tracker.web.words import so

bp = Blueprint("disruptions", __name__, url_prefix="/events")
RECENTLY = timedelta(hours=2)
LONGEST_LIST = 500


@bp.context_processor
def _names() -> dict[str, object]:
    locale = str(get_locale() or "vi")
    return {
        "words": words,
        "attribution": ATTRIBUTION,
        "country_of": lambda iso3: country_name(iso3, locale),
    }


@bp.get("", allow=OFFICERS)
def index() -> ResponseReturnValue:
    """What runs, what is prepared, what the feed proposes, what is over."""
    indicator = request.args.get("indicator", "")
    return render_template(
        "disruptions/index.html",
        running=listed.events(statuses=("active", "winding_down")),
        drafts=listed.events(statuses=("draft",)),
        proposals=listed.proposals(clock.today(), indicator=indicator),
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
        return _lead_to(error.disruption)
    flash(_("Đã ghi sự kiện. Xem chạy thử dưới đây, rồi bắt đầu khi đã chắc."), "success")
    return redirect(url_for("disruptions.show", ref=disruption.ref), 303)


@bp.get("/proposals/<ref>", allow=OFFICERS)
def proposal(ref: str) -> ResponseReturnValue:
    """One episode of the feed, and what confirming it would do."""
    episode = listed.proposal(ref) or abort(404)
    there = listed.declared_from(episode)
    if there is not None:
        return _lead_to(there)
    draft = _draft(episode)
    rehearsed = actions.unsaved(draft, office_path=asking_user().office_path)
    return render_template(
        "disruptions/proposal.html",
        episode=episode,
        draft=draft,
        run=dry_run(rehearsed, now=clock.now()),
        f=ClosingForm(),
    )


@bp.post("/proposals/<ref>", allow=SUPERVISORS)
def confirm(ref: str) -> ResponseReturnValue:
    """Confirm an episode as it is: an event is declared and started at once."""
    episode = listed.proposal(ref) or abort(404)
    try:
        with transaction():
            user, now = asking_user(), clock.now()
            disruption = actions.declare(_draft(episode), by=user, now=now)
            touched = actions.activate(disruption, by=user, now=now)
    except actions.AlreadyDeclared as error:
        return _lead_to(error.disruption)
    return _started(disruption, touched)


@bp.post("/proposals/<ref>/set-aside", allow=SUPERVISORS)
def set_aside(ref: str) -> ResponseReturnValue:
    """Say that this episode needs nothing from the office."""
    episode, form = listed.proposal(ref) or abort(404), ClosingForm()
    form.validate_on_submit()
    try:
        with transaction():
            actions.set_aside(episode, by=asking_user(), now=clock.now(), note=form.note.data or "")
    except actions.AlreadyDeclared as error:
        return _lead_to(error.disruption)
    flash(_("Đã bỏ qua đề xuất. Xem lại được trong mục Đã kết thúc."), "success")
    return redirect(url_for("disruptions.index"), 303)


@bp.get("/<ref>", allow=OFFICERS)
def show(ref: str) -> ResponseReturnValue:
    """The event: before the start its dry run, afterwards the live board."""
    disruption, now = _event(ref), clock.now()
    if disruption.activated_at is None:
        run = dry_run(disruption, now=now) if disruption.status == "draft" else None
        return render_template("disruptions/draft.html", event=disruption, run=run, f=ButtonForm())
    counts = board.counts(disruption, now=now)
    return render_template(
        "disruptions/show.html",
        event=disruption,
        counts=counts,
        parts=_parts(disruption, counts),
        pressing=pressing.pressing(disruption),
        offices=board.by_office(disruption, now=now),
        employers=board.by_employer(disruption, now=now),
        new_ones=board.newly_touched(disruption, since=now - RECENTLY),
        oldest=board.oldest_untouched(disruption),
        f=ClosingForm(),
    )


@bp.get("/<ref>/people", allow=OFFICERS)
def people(ref: str) -> ResponseReturnValue:
    """The touched workers, all or by how they stand."""
    disruption, now = _event(ref), clock.now()
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


@bp.post("/<ref>/start", allow=SUPERVISORS)
def start(ref: str) -> ResponseReturnValue:
    """Start an event after its dry run."""
    disruption = _event(ref)
    try:
        with transaction():
            touched = actions.activate(disruption, by=asking_user(), now=clock.now())
    except actions.NotInThisState:
        return _lead_to(disruption)
    return _started(disruption, touched)


@bp.post("/<ref>/close", allow=SUPERVISORS)
def close(ref: str) -> ResponseReturnValue:
    """End an event."""
    disruption, form = _event(ref), ClosingForm()
    form.validate_on_submit()
    try:
        with transaction():
            actions.close(disruption, by=asking_user(), now=clock.now(), note=form.note.data or "")
    except actions.NotInThisState:
        return _lead_to(disruption)
    flash(_("Sự kiện đã kết thúc. Cảnh báo đang mở vẫn chờ người phụ trách giải quyết."), "success")
    return redirect(url_for("disruptions.index"), 303)


def _event(ref: str) -> Disruption:
    return listed.event(ref) or abort(404)


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


def _started(disruption: Disruption, touched: int) -> ResponseReturnValue:
    flash(_("Sự kiện đã bắt đầu: %(count)s người bị ảnh hưởng, mỗi người một cảnh báo.", count=so(touched)), "success")
    return redirect(url_for("disruptions.show", ref=disruption.ref), 303)


def _lead_to(disruption: Disruption) -> ResponseReturnValue:
    flash(_("Việc này đã được quyết định trước đó. Đây là sự kiện đang có."), "warning")
    return redirect(url_for("disruptions.show", ref=disruption.ref), 303)
