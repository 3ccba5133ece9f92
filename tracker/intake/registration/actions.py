"""Verbs of registration: begin, save part by part, throw away, and turn a checked draft into rows."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.contracts import actions as contracts
from tracker.contracts.models import Contract
from tracker.contracts.terms import Paper
from tracker.core.crypto import new_ref
from tracker.core.db import db
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration.draft import Content, SavedMeanwhile, keep, opened, sealed
from tracker.intake.registration.forms import ContractForm
from tracker.intake.registration.forms.contract import NEW
from tracker.people import actions as people
from tracker.people.models import Worker
from tracker.people.person import NewRelative, Person
from tracker.senders import actions as senders
from tracker.senders import queries as senders_known
from tracker.senders.numbers import check_enterprise_code


@dataclass(frozen=True)
class Registration:
    """A draft whose parts are all valid: a person or a worker known already, terms, relatives, papers."""

    contract: ContractForm
    relatives: tuple[NewRelative, ...]
    papers: tuple[Paper, ...]
    person: Person | None = None
    worker: Worker | None = None


def begin(*, by: UserAccount, now: datetime, worker: Worker | None = None) -> RegistrationDraft:
    """Begin a registration, of a new person or of a new contract of a worker known already."""
    ref = new_ref("DK")
    content = Content(worker=worker.ref if worker else "")
    draft = RegistrationDraft(
        ref=ref,
        by_id=by.id,
        office_path=worker.office_path if worker else by.office_path,
        parts_sealed=sealed(content, ref),
        parts_done=["person"] if worker else [],
        created_at=now,
        updated_at=now,
    )
    db.session.add(draft)
    audit.record("draft.begin", ("draft", ref), by=by, now=now, worker=content.worker)
    return draft


def save_part(
    draft: RegistrationDraft, part: str, typed: Any, *, seen: int, done: bool, by: UserAccount, now: datetime
) -> None:
    """Keep what was typed into a part, valid or not. Raises SavedMeanwhile when it is not the part that was `seen`."""
    content = opened(draft)
    if content.saves.get(part, 0) != seen and content.parts.get(part) != typed:
        raise SavedMeanwhile(content.parts.get(part))
    keep(draft, content.with_part(part, typed))
    _mark(draft, part, done=done)
    draft.updated_at = now
    audit.record("draft.save", ("draft", draft.ref), by=by, now=now, part=part, done=done)


def set_apart(draft: RegistrationDraft, ref: str, *, by: UserAccount, now: datetime) -> None:
    """Remember that a worker who looked alike is somebody else."""
    content = opened(draft)
    keep(draft, replace(content, not_same=tuple(dict.fromkeys((*content.not_same, ref)))))
    audit.record("draft.not_same", ("draft", draft.ref), by=by, now=now, worker=ref)


def go_on_with(draft: RegistrationDraft, worker: Worker, *, by: UserAccount, now: datetime) -> None:
    """Make this the registration of a new contract of a worker known already; what was typed of the person goes."""
    content = opened(draft)
    others = {part: typed for part, typed in content.parts.items() if part != "person"}
    keep(draft, replace(content, parts=others, worker=worker.ref, refusals={}))
    draft.office_path = worker.office_path
    _mark(draft, "person", done=True)
    draft.updated_at = now
    audit.record("draft.same_person", ("draft", draft.ref), by=by, now=now, worker=worker.ref)


def note_refusals(
    draft: RegistrationDraft, refusals: dict[str, dict[str, str]], *, by: UserAccount, now: datetime
) -> None:
    """Remember at which fields a try to register failed; their parts are to be looked at again."""
    keep(draft, replace(opened(draft), refusals=refusals))
    for part in refusals:
        _mark(draft, part, done=False)
    audit.record("draft.refused", ("draft", draft.ref), by=by, now=now, parts=sorted(refusals))


def discard(draft: RegistrationDraft, *, by: UserAccount, now: datetime) -> None:
    """Throw a draft away; what was typed is erased, that it existed is not."""
    draft.discarded_at, draft.updated_at = now, now
    keep(draft, Content())
    audit.record("draft.discard", ("draft", draft.ref), by=by, now=now)


def register(
    draft: RegistrationDraft, whole: Registration, *, by: UserAccount, now: datetime, override: str = ""
) -> Contract:
    """Turn a draft into a worker, relatives, a contract and papers, all or nothing; then erase what was typed.

    Raises SamePersonKnown, ContractKnown, AgainstTheLaw, ConsentMissing.
    """
    worker = whole.worker or _add(draft, cast(Person, whole.person), by=by, now=now)
    for relative in whole.relatives:
        people.add_relative(worker, relative, by=by, now=now)
    sender_id, employer_id = sender_of(whole.contract, by=by, now=now), employer_of(whole.contract, by=by, now=now)
    terms = whole.contract.terms(sender_id=sender_id, employer_id=employer_id)
    contract = contracts.register(worker, terms, by=by, now=now, override=override)
    contracts.keep_documents(contract, whole.papers, by=by, now=now)
    draft.registered_worker_ref, draft.updated_at = worker.ref, now
    keep(draft, Content(contract=contract.ref, worker=worker.ref))
    audit.record("draft.register", ("draft", draft.ref), by=by, now=now, worker=worker.ref, contract=contract.ref)
    return contract


def _add(draft: RegistrationDraft, person: Person, *, by: UserAccount, now: datetime) -> Worker:
    """Register the person; of whom the officer said "not this one" is not suspected again."""
    worker = people.add_worker(person, by=by, now=now)
    if people.find_doubles(now=now, among=[worker.id]):
        people.tell_apart_from(worker, opened(draft).not_same, by=by, now=now)
    return worker


def _mark(draft: RegistrationDraft, part: str, *, done: bool) -> None:
    others = [each for each in draft.parts_done if each != part]
    draft.parts_done = [*others, part] if done else others


def sender_of(form: ContractForm, *, by: UserAccount, now: datetime) -> int | None:
    """The sender chosen, entered if it is a new one; none where the form knows none or none was chosen."""
    if not form.has("sender"):
        return None
    if form.sender.data == NEW:
        code = check_enterprise_code(form.sender_code.data).value if form.sender_code.data else None
        added = senders.add_sender(form.sender_search.data, code=code, by=by, now=now)
        db.session.flush()
        return added.id
    known = senders_known.sender_by_ref(form.sender.data)
    return known.id if known else None


def employer_of(form: ContractForm, *, by: UserAccount, now: datetime) -> int | None:
    """The employer named, entered at its place if nobody has named it before; none where the name is blank."""
    if not form.employer.data:
        return None
    place = form.place.data or ""
    employer = senders.add_employer(form.employer.data, form.host_country.data, place=place, by=by, now=now)
    db.session.flush()
    return employer.id
