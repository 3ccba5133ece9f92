"""Why an alert exists: built from known sentences when it is raised, told in the reader's language when it is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from tracker.alerts.sentences import SENTENCES, WHATS
from tracker.core import clock
from tracker.places.countries import country_name
from tracker.web.words import luc, ngay

KEPT_WORDS = frozenset({"about", "category"})
ALSO = 50

Sentence = dict[str, Any] | str


@dataclass(frozen=True)
class Fact:
    """One fact as it is shown: its day or instant, the sentence, where it comes from."""

    on: str
    text: str
    source: str


@dataclass(frozen=True)
class Explanation:
    """Why an alert exists, in words: rule, facts, what was tried, the law, what clears it, what to do next."""

    rule: str
    rule_name: str
    facts: tuple[Fact, ...]
    tried: tuple[Fact, ...]
    cite: str
    term: str
    clears: str
    next: str


def say(key: str, **values: Any) -> dict[str, Any]:
    """A sentence of the closed list with its values, ready to be stored. Raises KeyError for an unknown one."""
    if key not in SENTENCES:
        raise KeyError(key)
    return {"key": key, "values": {name: _plain(value) for name, value in values.items()}}


def fact(on: date | datetime | None, text: Sentence, source: Sentence = "") -> dict[str, Any]:
    """One fact, or one thing tried, ready to be stored; `text` and `source` are sentences or people's own words."""
    return {"on": _plain(on), "text": text, "source": source}


def why(
    rule: str,
    *,
    version: int = 1,
    facts: Iterable[dict[str, Any]] = (),
    tried: Iterable[dict[str, Any]] = (),
    clears: Sentence = "",
    next_step: Sentence = "",
    cite: str = "",
    term: Sentence = "",
    title: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The explanation kept with an alert. `rule` is the name after "rule."; `title` holds the values of the title.

    Facts of later firings are kept beside these, under "also".
    """
    return {
        "rule": {"id": rule, "version": version, "sentence": say(f"rule.{rule}")},
        "facts": list(facts),
        "tried": list(tried),
        "law": {"cite": cite, "term": term},
        "clears": clears or (say(f"clears.{rule}") if f"clears.{rule}" in SENTENCES else ""),
        "next": next_step,
        "title": {name: _plain(value) for name, value in (title or {}).items()},
    }


def facts_beyond(known: Mapping[str, Any], why: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The facts of an explanation that another one does not know yet."""
    already = _all_facts(known)
    return [one for one in why.get("facts") or () if one not in already]


def with_facts_of(why: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """An explanation that also knows the facts of another one; of very many the newest are kept."""
    also = [*(why.get("also") or ()), *(one for one in _all_facts(other) if one not in _all_facts(why))]
    return {**why, "also": also[-ALSO:]} if also else dict(why)


def facts_in_words(facts: Iterable[Mapping[str, Any]]) -> str:
    """Some facts in one line, in the reader's language."""
    return "; ".join(one.text for one in _facts(facts))


def tell(sentence: Sentence | None) -> str:
    """A stored sentence in the reader's language; people's own words as they wrote them."""
    if not sentence:
        return ""
    if isinstance(sentence, str):
        return sentence
    pattern = SENTENCES.get(str(sentence.get("key")))
    return "" if pattern is None else _fill(str(pattern), sentence.get("values") or {})


def title_of(title: str, why: Mapping[str, Any] | None) -> str:
    """The title of an alert: a known title with its values, or the words its opener wrote."""
    pattern = SENTENCES.get(title)
    return title if pattern is None else _fill(str(pattern), (why or {}).get("title") or {})


def title_in_two(title: str, why: Mapping[str, Any] | None) -> tuple[str, str]:
    """The title of an alert as lists show it: what it is, and the name of its event; nothing where it names none."""
    event = ((why or {}).get("title") or {}).get("event")
    return (str(WHATS[title]), str(event)) if title in WHATS and event else (title_of(title, why), "")


def explanation_of(why: Mapping[str, Any]) -> Explanation:
    """The stored explanation in words. Parts that are absent are empty."""
    rule, law = why.get("rule") or {}, why.get("law") or {}
    return Explanation(
        rule=tell(rule.get("sentence")),
        rule_name=f"{rule['id']} v{rule.get('version', 1)}" if rule.get("id") else "",
        facts=_facts(_all_facts(why)),
        tried=_facts(why.get("tried")),
        cite=law.get("cite") or "",
        term=tell(law.get("term")),
        clears=tell(why.get("clears")),
        next=tell(why.get("next")),
    )


def _all_facts(why: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*(why.get("facts") or ()), *(why.get("also") or ())]


def _facts(stored: Iterable[Mapping[str, Any]] | None) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            _shown("_at" if "T" in str(one.get("on")) else "_on", one.get("on")),
            tell(one["text"]),
            tell(one.get("source")),
        )
        for one in stored or ()
    )


def _fill(pattern: str, values: Mapping[str, Any]) -> str:
    return pattern % _Shown({name: _shown(name, value) for name, value in values.items()})


class _Shown(dict[str, str]):
    """Values of a sentence; one that is missing shows as an ellipsis and never breaks the page."""

    def __missing__(self, _name: str) -> str:
        return "…"


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    try:
        if name.endswith("_on"):
            return ngay(date.fromisoformat(value))
        if name.endswith("_at"):
            return luc(clock.at(value))
    except (TypeError, ValueError):
        return str(value)
    if isinstance(value, dict):
        return tell(value)
    if name == "country" and isinstance(value, str):
        return country_name(value, str(get_locale() or "vi"))
    if name in KEPT_WORDS and value:
        # Kept in the office's Vietnamese, which is also the key of its English.
        return str(_(value))
    return str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
