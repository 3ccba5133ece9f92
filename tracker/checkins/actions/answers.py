"""A worker's own answer: the surest sign of life, and when needed an alert at once."""

from dataclasses import dataclass
from datetime import datetime

from tracker.alerts import actions as alerts
from tracker.alerts.explain import fact, say, why
from tracker.alerts.models import Alert
from tracker.audit import actions as audit
from tracker.checkins.actions.heard import heard_of
from tracker.checkins.models import Answer, CheckIn
from tracker.checkins.queries import contract_of, last_answer
from tracker.checkins.words import ABOUT, ANSWER_WORDS, in_vietnamese
from tracker.core.db import db
from tracker.people.actions import record_sign
from tracker.people.models import Worker

GRAVITY = ("answered_ok", "answered_problem", "answered_help")
ENDED = ("cancelled", "superseded", "void")
SEVERITY = {"help": 1, "problem": 2}
LIFE_THREATENING = ("violence",)


@dataclass(frozen=True)
class Recorded:
    """What was kept of an answer, and the alert it opened or counted up."""

    answer: Answer
    alert: Alert | None


class Answerer:
    """A worker as the audit book names it: the reference, not the person."""

    role = "worker"
    display_name = ""

    def __init__(self, worker: Worker) -> None:
        self.ref = worker.ref
        self.office_path: str | None = worker.office_path


def record_answer(check_in: CheckIn, answer: str, via: str, now: datetime, about: str = "", note: str = "") -> Recorded:
    """Keep an answer, however late and however often. "help" opens S1 and "problem" S2, once while one is open.

    The next check-in is counted from here; reminders not yet out are taken back. A graver answer stays graver.
    """
    worker = db.session.get_one(Worker, check_in.worker_id)
    db.session.refresh(check_in, with_for_update=True)
    kept = Answer(check_in_id=check_in.id, worker_id=worker.id, answer=answer, about=about, via=via, at=now, note=note)
    db.session.add(kept)
    _settle(check_in, answer, now)
    record_sign(worker.id, "own_answer", now, source=via, now=now)
    heard_of(worker.id, others_than=check_in.id, now=now)
    alert = _alarm(check_in, worker, kept, now=now) if answer in SEVERITY else None
    if answer == "ok":
        _tell_open_alerts(check_in, worker, f"Đã tự trả lời: {in_vietnamese(ANSWER_WORDS['ok'])}.", now=now)
    audit.record("check_in.answered", ("check_in", check_in.ref), by=Answerer(worker), now=now, answer=answer, via=via)
    return Recorded(kept, alert)


def tell_more(check_in: CheckIn, *, about: str, note: str, now: datetime) -> Alert | None:
    """Add to the last answer what it is about. Danger to life makes the alert S1; the alert, if this told it more.

    Another word later takes the place of the first; the same word twice is heard once.
    """
    worker = db.session.get_one(Worker, check_in.worker_id)
    db.session.refresh(check_in, with_for_update=True)
    last = last_answer(check_in)
    if last is None or (last.about, last.note) == (about, note or last.note):
        return None
    last.about, last.note = about, note or last.note
    db.session.flush()
    audit.record("check_in.told_more", ("check_in", check_in.ref), by=Answerer(worker), now=now, topic=about)
    if last.answer not in SEVERITY:
        return None
    told = ": ".join(filter(None, (in_vietnamese(ABOUT.get(about, about)), note)))
    alerts.add_fact(f"{last.answer}:{worker.id}", told, now)
    return _alarm(check_in, worker, last, now=now) if about in LIFE_THREATENING else None


def _settle(check_in: CheckIn, answer: str, now: datetime) -> None:
    said = f"answered_{answer}"
    if check_in.state in ENDED:
        return
    graver = check_in.state in GRAVITY and GRAVITY.index(check_in.state) > GRAVITY.index(said)
    check_in.state = check_in.state if graver else said
    check_in.next_step_at = None
    check_in.answered_at = check_in.answered_at or now
    db.session.flush()


def _alarm(check_in: CheckIn, worker: Worker, answer: Answer, *, now: datetime) -> Alert:
    kind, about = answer.answer, answer.about
    source = say("source.worker")
    facts = [fact(now, say(f"fact.pressed_{kind}"), source)]
    if about:
        facts.append(fact(now, say("fact.chose", category=in_vietnamese(ABOUT.get(about, about))), source))
    if answer.note:
        facts.append(fact(now, say("fact.wrote", text=answer.note), source))
    return alerts.raise_one(
        worker=worker,
        cause=kind,
        cause_id=check_in.id,
        dedupe_key=f"{kind}:{worker.id}",
        severity=1 if about in LIFE_THREATENING else SEVERITY[kind],
        title=f"title.{kind}_about" if about else f"title.{kind}",
        why=why(
            kind,
            facts=facts,
            next_step=say("next.call"),
            title={"about": in_vietnamese(ABOUT.get(about, about))} if about else None,
        ),
        now=now,
        host_country=contract_of(check_in).host_country,
    )


def _tell_open_alerts(check_in: CheckIn, worker: Worker, note: str, *, now: datetime) -> None:
    """An answer closes no alert: it is added to the timeline, and an officer resolves."""
    contract = contract_of(check_in)
    for key in (f"silent:{contract.id}", f"problem:{worker.id}", f"help:{worker.id}"):
        alerts.add_fact(key, note, now)
