"""A finding: what a check says about one field, with the article, the rule set and how sure we are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from tracker.law.book import CONFIDENCE_TEXTS

SEVERITIES = ("block", "override", "warn", "info")


@dataclass(frozen=True)
class Finding:
    """One sentence of the law about one field of a contract.

    `severity`: block stops the step, override stops it until a supervisor gives a reason, warn and info only speak.
    `violation` marks a fact that would have been stopped before it happened. Texts are Vietnamese and stored as said.
    """

    rule: str
    field: str
    severity: str
    message: str
    found: str
    allowed: str
    cite: str
    ruleset: str
    confidence: str
    binding: bool
    violation: bool = False
    source: str = ""
    note: str = ""

    @property
    def confidence_text(self) -> str:
        """How sure we are, in the words shown beside the article."""
        return CONFIDENCE_TEXTS[self.confidence]

    @property
    def stops(self) -> bool:
        """Whether the step cannot go on as it stands."""
        return self.severity in ("block", "override")

    @property
    def kind(self) -> str:
        """How it is shown everywhere: "against" the law in force, or to "watch"."""
        return "against" if self.binding and (self.violation or self.severity != "info") else "watch"

    def as_json(self) -> dict[str, Any]:
        """The finding as plain values for storing, with `confidence_text` spelled out."""
        return asdict(self) | {"confidence_text": self.confidence_text}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """A stored finding, as it was said; keys this version does not know are left aside."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: stored[key] for key in stored if key in known})


def worst(findings: list[Finding]) -> str | None:
    """The gravest severity in a list, or None when it is empty."""
    return min((each.severity for each in findings), key=SEVERITIES.index, default=None)
