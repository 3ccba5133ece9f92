"""The law book itself: rule sets, rules and their dated versions, read once from the tables beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

CONFIDENCE_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "verified": "đã đối chiếu văn bản",
        "second_hand": "nguồn thứ cấp",
        "memory": "chưa đối chiếu văn bản",
        "product": "quy tắc của phần mềm, không phải luật",
    }
)
PINS = ("departure", "signing", "filing", "event")


@dataclass(frozen=True)
class Ruleset:
    """A set of law a contract can be read under; a set that does not bind is shown as a preview and refuses nobody."""

    id: str
    name: str
    since: date
    until: date | None
    complete_on: date
    binding: bool

    @property
    def label(self) -> str:
        """The name as shown, marked "xem trước" when the set does not bind."""
        return self.name if self.binding or "xem trước" in self.name else f"{self.name} (xem trước)"


@dataclass(frozen=True)
class Version:
    """What a rule says under one rule set between two days (both included), where it stands and how sure we are."""

    ruleset: str
    since: date
    until: date | None
    value: Any
    rows: tuple[Mapping[str, Any], ...]
    cite: str
    source: str
    confidence: str
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether the version speaks on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Rule:
    """One parameter of the law with all its versions. `pin_by` names the day that chooses the version."""

    id: str
    title: str
    unit: str
    pin_by: str
    versions: tuple[Version, ...] = field(default=())


def ruleset_in_force(on: date) -> Ruleset:
    """The binding rule set of a day; days before the first one are read under the first one."""
    binding = [ruleset for ruleset in RULESETS.values() if ruleset.binding]
    started = [ruleset for ruleset in binding if ruleset.since <= on]
    return started[-1] if started else binding[0]


@lru_cache(maxsize=16384)
def version(rule_id: str, ruleset: str, on: date) -> Version | None:
    """The version of a rule under a rule set on a day, or None when the book knows none.

    A set asked for before it began (a preview) is read as on the day its by-laws were complete.
    Raises KeyError for an unknown rule or rule set.
    """
    chosen = RULESETS[ruleset]
    day = on if on >= chosen.since else chosen.complete_on
    fitting = [each for each in RULES[rule_id].versions if each.ruleset == ruleset and each.covers(day)]
    return max(fitting, key=lambda each: each.since, default=None)


def value(rule_id: str, ruleset: str, on: date) -> Any:
    """The bare value of a rule under a rule set on a day, or None when the book knows none."""
    found = version(rule_id, ruleset, on)
    return None if found is None else found.value


def source_text(key: str) -> str:
    """Where a number was read, in Vietnamese words."""
    return str(SOURCES[key])


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table beside the rules (countries, jobs, holidays …) as plain values."""
    return MappingProxyType(_read(files("tracker.law") / "tables" / f"{name}.toml"))


def _read(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read_rulesets() -> Mapping[str, Ruleset]:
    rows = sorted(table("rulesets").items(), key=lambda item: item[1]["since"])
    return MappingProxyType({key: Ruleset(id=key, until=row.pop("until", None), **row) for key, row in rows})


def _read_rules() -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for path in sorted((files("tracker.law") / "rules").iterdir(), key=lambda each: each.name):
        for chapter, entries in _read(path).items():
            for name, entry in entries.items():
                rule = _rule(f"{chapter}.{name}", entry)
                if rule.id in rules:
                    raise ValueError(f"rule {rule.id} stands twice in the law book")
                rules[rule.id] = rule
    return MappingProxyType(rules)


def _rule(rule_id: str, entry: dict[str, Any]) -> Rule:
    versions = tuple(_version(each) for each in entry.pop("versions"))
    return Rule(id=rule_id, versions=versions, **entry)


def _version(entry: dict[str, Any]) -> Version:
    rows = tuple(MappingProxyType(row) for row in entry.pop("rows", ()))
    return Version(until=entry.pop("until", None), value=entry.pop("value", None), rows=rows, **entry)


SOURCES: Mapping[str, Any] = table("sources")
RULESETS: Mapping[str, Ruleset] = _read_rulesets()
RULES: Mapping[str, Rule] = _read_rules()
