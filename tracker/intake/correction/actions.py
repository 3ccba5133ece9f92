"""The verb of this page: correct a contract, and everything that was written down because of what it said."""

from datetime import datetime

from tracker.alerts import actions as alerts
from tracker.auth.models import UserAccount
from tracker.checkins import actions as checkins
from tracker.contracts import actions as contracts
from tracker.contracts.models import Contract
from tracker.disruptions import actions as disruptions
from tracker.intake.correction.forms import CorrectionForm
from tracker.intake.registration.actions import employer_of, sender_of


def correct(contract: Contract, form: CorrectionForm, *, by: UserAccount, now: datetime) -> list[str]:
    """Correct the terms and return the names of those changed, none when nothing was; the form must be valid.

    1. Enter a sender or an employer nobody has named yet. 2. Write the terms and ask the law. 3. Leave events of the
    wrong place. 4. Ask in the rhythm of the right phase. 5. Tell the open alerts. Raises ChangedMeanwhile,
    ContractKnown, AgainstTheLaw.
    """
    was = contract.host_country
    employer_id = contract.employer_id if form.keeps_employer() else employer_of(form, by=by, now=now)
    terms = form.corrected(sender_id=sender_of(form, by=by, now=now), employer_id=employer_id)
    changed = contracts.correct_terms(
        contract, terms, proof=form.on_paper(), version=form.seen_version, by=by, now=now, override=form.reason()
    )
    if changed and contract.returned_on is None:
        _follow(contract, was=was, by=by, now=now)
    return changed


def _follow(contract: Contract, *, was: str, by: UserAccount, now: datetime) -> None:
    checkins.hold_turn(contract.worker_id)
    disruptions.leave_wrong_places(contract)
    checkins.follow_terms(contract.id, now=now)
    alerts.follow_terms(contract.worker_id, was=was, country=contract.host_country, by=by, now=now)
