"""What the law says of a draft, at its fields: under the set in force, and as a preview under the sets to come."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tracker.contracts.terms import SHARED, facts_told, licences_of
from tracker.intake.registration.forms import ContractForm
from tracker.intake.registration.forms.contract import NEW
from tracker.law import book, checks
from tracker.law.facts import Facts
from tracker.law.findings import Finding
from tracker.senders.queries import sender_by_ref

PREVIEWS = ("vn-draft-2020", "vn-69-2020")
ABOUT_THE_WORKER = ("birth_date", "passport_expires_on")


@dataclass(frozen=True)
class Bearer:
    """What the law asks of the person; `departed_on` when he has left already: nothing stops what has happened."""

    birth_date: date | None = None
    passport_expires_on: date | None = None
    departed_on: date | None = None


@dataclass(frozen=True)
class Opinion:
    """All findings on a draft under the set in force, and those of the previews by the name of the set."""

    found: tuple[Finding, ...]
    ruleset: str
    previews: dict[str, list[dict[str, Any]]]

    @property
    def by_field(self) -> dict[str, list[dict[str, Any]]]:
        """Findings as a page shows them, by the field they speak of."""
        shown: dict[str, list[dict[str, Any]]] = {}
        for finding in self.found:
            shown.setdefault(finding.field, []).append(as_shown(finding))
        return shown

    @property
    def stopping(self) -> list[Finding]:
        """What stops the registration as it stands."""
        return [finding for finding in self.found if finding.stops and finding.binding]

    @property
    def for_a_supervisor(self) -> bool:
        """Whether a supervisor's reason would let it go on."""
        return bool(self.stopping) and all(finding.severity == "override" for finding in self.stopping)


def opinion(form: ContractForm, bearer: Bearer, *, today: date) -> Opinion:
    """The law on what can be read of a contract so far. `today` is the day where the contract names none."""
    told = _facts(form, bearer)
    leaves = bearer.departed_on or told.starts_on or today
    force = book.ruleset_in_force(leaves)
    previews = {
        book.RULESETS[each].label: [as_shown(one) for one in checks.findings(told, on=today, ruleset=each)]
        for each in PREVIEWS
        if each != force.id and leaves < book.RULESETS["vn-69-2020"].since and told.form
    }
    found = checks.findings(told, on=bearer.departed_on or today, planned=bearer.departed_on is None)
    return Opinion(tuple(found), force.label, previews)


def beside(found: Opinion, form: ContractForm) -> dict[str, Any]:
    """An opinion as the page of a contract shows it: at the fields that the form has, and the rest beside it."""
    by_field = found.by_field
    elsewhere = [one for name, shown in by_field.items() if not form.has(name) for one in shown]
    return {
        "law": by_field,
        "ruleset": found.ruleset,
        "previews": found.previews,
        "about_worker": [one for one in elsewhere if one["field"] in ABOUT_THE_WORKER],
        "elsewhere": [one for one in elsewhere if one["field"] not in ABOUT_THE_WORKER],
    }


def as_shown(finding: Finding) -> dict[str, Any]:
    """A finding for the page: the rule set by its name, the tone by its weight."""
    return {**finding.as_json(), "kind": finding.kind, "ruleset": book.RULESETS[finding.ruleset].label}


def _facts(form: ContractForm, bearer: Bearer) -> Facts:
    known = {name: value for name, value in form.told().items() if name in SHARED}
    return facts_told({**known, **asdict(bearer)}, licences=_licences(form))


def _licences(form: ContractForm) -> Any:
    """None without a sender; an empty register for a new one, of whom no licence is known."""
    if not form.has("sender") or not form.sender.data:
        return None
    if form.sender.data == NEW:
        return ()
    sender = sender_by_ref(form.sender.data)
    return licences_of(sender.id) if sender else None
