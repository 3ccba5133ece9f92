"""Questions about drafts, and who may be the person in one."""

from collections.abc import Sequence

import sqlalchemy as sa

from tracker.auth.models import UserAccount
from tracker.contracts.models import Contract
from tracker.contracts.queries import running_between
from tracker.core import clock
from tracker.core.db import db
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration.draft import Content
from tracker.intake.registration.forms import ContractForm, PersonForm
from tracker.people.identity import check_id_number, check_passport
from tracker.people.queries import CANDIDATES, Candidate, possible_duplicates, worker_by_ref

LISTED = 50


def unfinished() -> Sequence[sa.Row[RegistrationDraft, str]]:
    """The drafts in sight that are neither registered nor thrown away, last touched first, with who began them."""
    living = RegistrationDraft.registered_worker_ref.is_(None), RegistrationDraft.discarded_at.is_(None)
    drafts = sa.select(RegistrationDraft, UserAccount.display_name).join(
        UserAccount, UserAccount.id == RegistrationDraft.by_id
    )
    newest = drafts.where(*living).order_by(RegistrationDraft.updated_at.desc(), RegistrationDraft.id.desc())
    return db.session.execute(newest.limit(LISTED)).all()


def draft_by_ref(ref: str) -> RegistrationDraft | None:
    """A draft in sight that was not thrown away."""
    mine = sa.select(RegistrationDraft).where(RegistrationDraft.ref == ref, RegistrationDraft.discarded_at.is_(None))
    return db.session.scalars(mine).first()


def who_may_be(content: Content, form: PersonForm) -> list[Candidate]:
    """People registered already who may be the person typed so far, without those found to be somebody else."""
    number = check_id_number(form.id_number.data or "", form.id_kind.data or "cccd")
    passport = check_passport(form.passport.data or "")
    found = possible_duplicates(
        number.value,
        form.full_name.data or "",
        form.birth_date.data,
        passport=passport.value,
        phones=form.phones(),
        limit=CANDIDATES + len(content.not_same),
    )
    return [one for one in found if one.ref not in content.not_same or "id_number" in one.reasons][:CANDIDATES]


def running_at_once(content: Content, form: ContractForm) -> list[Contract]:
    """Contracts of the worker known already that run on days of the one being typed; perhaps they are one."""
    worker = worker_by_ref(content.worker) if content.worker else None
    first, last = form.starts_on.data, form.ends_on.data
    if worker is None or not first or not last:
        return []
    return running_between(worker.id, first, last, today=clock.today())
