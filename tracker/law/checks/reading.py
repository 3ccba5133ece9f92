"""One contract read under the law: which day chooses each rule, and how a finding comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.law import book
from tracker.law.facts import Facts
from tracker.law.findings import Finding
from tracker.law.jobs import job_kind
from tracker.law.markets import matching


@dataclass(frozen=True)
class Law:
    """What one rule says in this reading: the rule, its rule set, the version of the day."""

    rule: book.Rule
    ruleset: book.Ruleset
    version: book.Version

    @property
    def value(self) -> Any:
        """The bare value of the version."""
        return self.version.value

    @property
    def number(self) -> Decimal:
        """The value as an exact number."""
        return Decimal(str(self.version.value))


@dataclass(frozen=True)
class Reading:
    """The facts, the day and the rule set to read them under, and whether the step still lies ahead."""

    facts: Facts
    on: date | None = None
    asked: str | None = None
    planned: bool = True

    def day(self, pin: str) -> date | None:
        """The day that chooses a rule's version: the pin's own, else the next best one known.

        A contract follows the law of its departure; filing and signing have days of their own (69/2020 Điều 74).
        """
        facts = self.facts
        departure = facts.departed_on or facts.starts_on or self.on or facts.signed_on
        own = {"signing": facts.signed_on, "filing": facts.filed_on, "event": self.on}.get(pin)
        return own or departure

    def ruleset(self, pin: str) -> book.Ruleset | None:
        """The set asked for, else the one in force on the pin's day; None when no day is known at all."""
        if self.asked:
            return book.RULESETS[self.asked]
        day = self.day(pin)
        return None if day is None else book.ruleset_in_force(day)

    def law(self, rule_id: str) -> Law | None:
        """What a rule says here, or None when the book knows nothing for this set and day."""
        rule = book.RULES[rule_id]
        ruleset, day = self.ruleset(rule.pin_by), self.day(rule.pin_by)
        if ruleset is None or day is None:
            return None
        version = book.version(rule_id, ruleset.id, day)
        return None if version is None else Law(rule, ruleset, version)

    def row(self, law: Law) -> Mapping[str, Any] | None:
        """The row of a rule's table that speaks of this market and job, or None."""
        facts = self.facts
        return matching(
            law.version.rows,
            country=facts.host_country,
            job=job_kind(facts.occupation, facts.sector),
            form=facts.form,
            on=self.day(law.rule.pin_by) or law.version.since,
            months=facts.months,
        )

    def finding(
        self,
        law: Law,
        field: str,
        severity: str,
        message: str,
        *,
        found: str = "",
        allowed: str = "",
        row: Mapping[str, Any] | None = None,
    ) -> Finding:
        """A finding with the rule's article and confidence; a row of a table may name its own.

        What has already happened is never refused, and a set that does not bind refuses nothing: both only warn.
        """
        row = row or {}
        stops, binding = severity in ("block", "override"), law.ruleset.binding
        return Finding(
            rule=law.rule.id,
            field=field,
            severity="warn" if stops and not (self.planned and binding) else severity,
            message=message,
            found=found,
            allowed=allowed,
            cite=row.get("cite", law.version.cite),
            ruleset=law.ruleset.id,
            confidence=row.get("confidence", law.version.confidence),
            binding=binding,
            violation=stops and binding and not self.planned,
            source=book.source_text(row.get("source", law.version.source)),
            note=row.get("note", law.version.note),
        )

    def unknown(self, rule_id: str, field: str, found: str) -> list[Finding]:
        """One piece of information: the book holds no ground to judge this value under this rule set."""
        rule = book.RULES[rule_id]
        ruleset = self.ruleset(rule.pin_by)
        if ruleset is None:
            return []
        return [
            Finding(
                rule=rule_id,
                field=field,
                severity="info",
                message=f"{rule.title}: chưa có căn cứ để đối chiếu {found} theo {ruleset.name}.",
                found=found,
                allowed="",
                cite="Chưa có căn cứ",
                ruleset=ruleset.id,
                confidence="memory",
                binding=ruleset.binding,
                source=book.source_text("nowhere"),
            )
        ]
