"""The worker's one-tap page: a signed link, three buttons, no account, no script; nothing personal on it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.auth.queries import phone_of
from tracker.checkins import actions, queries
from tracker.checkins.forms import AnswerForm, MoreForm, QuestionForm
from tracker.checkins.models import CheckIn
from tracker.checkins.words import ABOUT, ANSWER_WORDS, QUESTIONS, YES_NO, question_for
from tracker.core import clock, crypto
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope, worker_of
from tracker.people.models import Worker
from tracker.places.cards import CITIZEN_PROTECTION, CountryCard, country_card
from tracker.places.countries import UnknownCountry
from tracker.web.forms import spare_form_token
from tracker.web.furniture import language
from tracker.web.limits import refuse_if_too_often
from tracker.web.routes import PUBLIC, Blueprint

bp = Blueprint("checkins", __name__)
PURPOSE = "check-in"
OLD = timedelta(days=60)
ENDED = ("cancelled", "void")


@bp.get("/t/<token>", allow=PUBLIC)
def ask(token: str) -> ResponseReturnValue:
    """The question and its three buttons; an old link still takes a call for help."""
    check_in = _proven(token)
    if check_in is None:
        return _unknown()
    last = queries.last_answer(check_in)
    return _page("checkins/ask.html", token, check_in=check_in, last=last, fresh=_is_fresh(check_in))


@bp.post("/t/<token>", allow=PUBLIC, endpoint="answer")
def keep_answer(token: str) -> ResponseReturnValue:
    """Keep the answer and go on to the thanks."""
    check_in, form = _proven(token), AnswerForm()
    if check_in is None:
        return _unknown()
    refuse_if_too_often("12/hour", "tap", check_in.ref)
    if not form.validate_on_submit() or (form.answer.data != "help" and not _is_fresh(check_in)):
        return redirect(_address("checkins.ask", token), 303)
    with transaction():
        actions.record_answer(check_in, form.answer.data, "link", clock.now())
    return redirect(_address("checkins.done", token), 303)


@bp.get("/t/<token>/done", allow=PUBLIC)
def done(token: str) -> ResponseReturnValue:
    """Thanks, who will know, and what may be added; after a call for help the numbers to ring come first."""
    check_in = _proven(token)
    last = queries.last_answer(check_in) if check_in else None
    if check_in is None or last is None:
        return redirect(_address("checkins.ask", token), 303)
    name = question_for(check_in.cycle_no)
    return _page(
        "checkins/done.html",
        token,
        last=last,
        card=_card(check_in),
        office_phone=_office_phone(check_in),
        question=(name, QUESTIONS[name]),
    )


@bp.post("/t/<token>/more", allow=PUBLIC, endpoint="more")
def keep_more(token: str) -> ResponseReturnValue:
    """Keep what it is about, or the answer to the one question."""
    check_in = _proven(token)
    if check_in is None:
        return _unknown()
    refuse_if_too_often("12/hour", "tap-more", check_in.ref)
    about, note = _told()
    # Many buttons share one form and its note: another one pressed on the same page is not the same form sent twice.
    spare_form_token()
    if about:
        with transaction():
            actions.tell_more(check_in, about=about, note=note, now=clock.now())
    return redirect(_address("checkins.done", token), 303)


def _told() -> tuple[str, str]:
    more, question = MoreForm(), QuestionForm()
    if question.question.data and question.validate_on_submit():
        return f"{question.question.data}={question.yes_no.data}", ""
    if more.validate_on_submit():
        return str(more.about.data), str(more.note.data or "").strip()
    return "", ""


def _proven(token: str) -> CheckIn | None:
    """The check-in whose link this is; from here on the request sees nothing but this one worker."""
    try:
        ref = crypto.unsign(PURPOSE, token)
    except crypto.BadToken:
        return None
    worker_id = worker_of(db.session(), CheckIn, ref=ref)
    if worker_id is None:
        return None
    use_scope(db.session(), Scope.worker(worker_id))
    return db.session.scalars(sa.select(CheckIn).where(CheckIn.ref == ref)).first()


def _is_fresh(check_in: CheckIn) -> bool:
    return check_in.state not in ENDED and clock.now() - check_in.opened_at < OLD


def _card(check_in: CheckIn) -> CountryCard | None:
    try:
        return country_card(queries.host_country_of(check_in))
    except UnknownCountry:
        return None


def _office_phone(check_in: CheckIn) -> str:
    worker = db.session.get_one(Worker, check_in.worker_id)
    return phone_of(worker.office_path)


def _page(template: str, token: str, **values: Any) -> str:
    return render_template(
        template, token=token, answers=ANSWER_WORDS, about=ABOUT, yes_no=YES_NO, lang=_lang(), **values
    )


def _unknown() -> ResponseReturnValue:
    return render_template("checkins/unknown.html", number=CITIZEN_PROTECTION), 404


def _address(endpoint: str, token: str) -> str:
    return url_for(endpoint, token=token, lang=_lang())


def _lang() -> str | None:
    return None if language() == "vi" else language()
