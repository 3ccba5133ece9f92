"""The two pages of a journey, as they stand before and after it was recorded: what their views share."""

from flask import abort, render_template

from tracker.contracts.models import Contract
from tracker.contracts.queries import contract_by_ref, findings_of
from tracker.contracts.words import END_REASONS
from tracker.home.travel_forms import DepartureDayForm, DepartureForm, ReturnDayForm, ReturnForm, TakeBackForm
from tracker.law.book import RULESETS
from tracker.people.door import look


def contract_at(ref: str) -> Contract:
    """The contract of this address; 404 for whoever may not see it."""
    return contract_by_ref(ref) or abort(404)


def departure_page(
    contract: Contract,
    *,
    record: DepartureForm | None = None,
    day: DepartureDayForm | None = None,
    back: TakeBackForm | None = None,
) -> str:
    """The departure: to record, or what is recorded and how to correct it. A form that came back stands open."""
    look(contract.worker)
    shown = [
        {**finding.as_json(), "ruleset": RULESETS[finding.ruleset].label, "kind": finding.kind}
        for finding in findings_of(contract.id)
    ]
    return render_template(
        "home/travel/departure.html",
        contract=contract,
        f=record or DepartureForm(formdata=None),
        day=day or DepartureDayForm.of(contract),
        back=back or TakeBackForm.of(contract),
        findings=shown,
    )


def return_page(
    contract: Contract,
    *,
    record: ReturnForm | None = None,
    day: ReturnDayForm | None = None,
    back: TakeBackForm | None = None,
) -> str:
    """The return: to record, or what is recorded and how to correct it. A form that came back stands open."""
    look(contract.worker)
    return render_template(
        "home/travel/return.html",
        contract=contract,
        f=record or ReturnForm(formdata=None),
        day=day or ReturnDayForm.of(contract),
        back=back or TakeBackForm.of(contract),
        reasons=END_REASONS,
    )
