"""Why a touched worker is alerted, written by the statement that finds him: facts with their dates and sources."""

import json
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale

from tracker.alerts.explain import fact, say, why
from tracker.contracts.models import Contract
from tracker.core.sqljson import as_json, vietnam_day
from tracker.disruptions.models import Disruption
from tracker.disruptions.queries.circumstances import Moment, conditions
from tracker.disruptions.words import INDICATORS
from tracker.people.models import ContactStatus, Worker

RULE = "disruption"
DAY, FACTS, NEXT = "@@day@@", "@@facts@@", "@@next@@"
Text = sa.ColumnElement[str]


def explanation(disruption: Disruption, moment: Moment) -> Any:
    """The whole explanation of one touched worker as JSON, in the shape of `alerts.explain.why`."""
    holds = conditions(moment)
    head, _, rest = _frame(disruption).partition(json.dumps(FACTS))
    middle, _, tail = rest.partition(json.dumps(NEXT))
    # The event itself always comes first, so every further fact can begin with its comma.
    facts = [_when(holds[code], _fact(template, day)) for code, template, day in _own_facts()]
    parts = [_text(head), *facts, _last_sign(), _text(middle), _next_step(holds), _text(tail)]
    return as_json(_joined(parts))


def _frame(disruption: Disruption) -> str:
    """What is the same for all: rule, the event as first fact, what clears the alert; holes for the rest."""
    event = the_event(disruption)
    whole = why(RULE, facts=[event, {FACTS: ""}], next_step=NEXT, title={"event": disruption.title})
    return _dumped(whole).replace(f", {_dumped({FACTS: ''})}", json.dumps(FACTS), 1)


def the_event(disruption: Disruption) -> dict[str, Any]:
    """The event as the first fact of every explanation, with where we know it from."""
    place: dict[str, Any] = {"country": disruption.host_country, "from_on": disruption.from_on}
    policy = disruption.episode
    if policy is None:
        told = say("fact.event", event=disruption.title, **place)
    else:
        with force_locale("vi"):  # kept as the office's word
            indicator = f"{INDICATORS[policy.indicator]} ({policy.indicator})"
        told = say("fact.policy", indicator=indicator, level=policy.level, **place)
    return fact(disruption.from_on, told, say("source.oxcgrt" if policy else "source.bulletin"))


def _own_facts() -> list[tuple[str, dict[str, Any], Text | None]]:
    """For each circumstance that has a fact of its own: its sentence, and the column of its day."""
    ends, expires = sa.cast(Contract.ends_on, sa.Text), sa.cast(Worker.passport_expires_on, sa.Text)
    on_file = say("source.file")
    return [
        ("help", fact(None, say("fact.help_open"), say("source.worker")), None),
        ("contract_over", fact(None, say("fact.contract_over", ends_on=DAY), on_file), ends),
        ("problem", fact(None, say("fact.problem_open"), say("source.worker")), None),
        ("no_answer", fact(None, say("title.silent"), say("source.engine")), None),
        ("ends_inside", fact(None, say("fact.contract_ends", ends_on=DAY), on_file), ends),
        ("passport", fact(None, say("fact.passport_expires", expires_on=DAY), on_file), expires),
        ("no_relatives", fact(None, say("fact.no_relatives"), on_file), None),
    ]


def _last_sign() -> Text:
    known = _fact(
        fact(None, say("fact.last_sure", last_on=DAY), say("source.engine")), vietnam_day(ContactStatus.last_sure_at)
    )
    never = _fact(fact(None, say("fact.never_sure"), say("source.engine")), None)
    return sa.case((ContactStatus.last_sure_at.is_(None), never), else_=known)


def _next_step(holds: dict[str, sa.ColumnElement[bool]]) -> Text:
    steps = [("help", "next.call"), ("contract_over", "next.mission"), ("no_answer", "next.ask_relatives")]
    cases: list[Any] = [(holds[code], _text(_dumped(say(step)))) for code, step in steps]
    return sa.case(*cases, else_=_text(_dumped(say("next.call"))))


def _fact(template: dict[str, Any], day: Text | None) -> Text:
    """One fact after its comma; `day` is put where the template has a hole for it."""
    before, _, after = f", {_dumped(template)}".partition(DAY)
    return _text(before) if day is None else _joined([_text(before), day, _text(after)])


def _when(condition: sa.ColumnElement[bool], text: Text) -> Text:
    return sa.case((condition, text), else_=_text(""))


def _joined(parts: list[Text]) -> Text:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.concat(part)
    return whole


def _text(text: str) -> Text:
    return sa.literal(text, sa.Text())


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
