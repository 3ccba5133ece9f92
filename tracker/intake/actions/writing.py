"""Writes the steps of a list into the register: whole tables at a time, all in the caller's one transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.contracts import review
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.crypto import new_ref
from tracker.core.db import db, insert_rows
from tracker.intake.actions.adding import RegisterMoved, add_kin, add_workers, ids_of
from tracker.intake.entry import Issue, Kind, Outcome, Terms
from tracker.intake.known import KnownContract, told_of_terms
from tracker.intake.models import ListedRow
from tracker.intake.parties import Parties, add_parties
from tracker.intake.preview import Progress
from tracker.intake.register import known_elsewhere
from tracker.intake.steps import Step
from tracker.law.book import ruleset_in_force
from tracker.people import person as people
from tracker.people import secrets
from tracker.people.actions import STRENGTHS
from tracker.people.models import ContactPoint, ContactStatus, NameKey, Relative, SignOfLife, Worker
from tracker.people.rows import contact_row, name_columns, name_key_rows, relative_row

AT_ONCE = 2_000


def write(
    steps: Sequence[Step], *, by_id: int | None, now: datetime, progress: Progress
) -> tuple[dict[int, Outcome], list[Issue]]:
    """Write every step that changes anything; the lines that another office's file stopped at the last moment.

    Changes nothing but rows; the caller opens the transaction, so a list goes in whole or not at all.
    """
    changing = [step for step in steps if step.outcome is not Outcome.UNCHANGED]
    parties = add_parties([step.entry.terms for step in changing])
    ids: dict[str, int] = {}
    stopped: dict[int, Outcome] = {}
    issues: list[Issue] = []
    for done, part in _parts(changing):
        refused = _write_part(part, parties, ids, by_id=by_id, now=now)
        stopped |= dict.fromkeys(refused, Outcome.REFUSED)
        issues += [Issue(line, "so_giay_to", Kind.REFUSED, known_elsewhere()) for line in refused]
        progress(done, len(changing))
    return stopped, issues


def _write_part(
    steps: Sequence[Step], parties: Parties, ids: dict[str, int], *, by_id: int | None, now: datetime
) -> list[int]:
    """Write a few thousand lines; the lines whose worker could not be added because another office holds the file."""
    ids |= add_workers([step for step in steps if step.worker is None], ids, by_id=by_id, now=now)
    theirs = [(step, step.worker.id if step.worker else ids.get(step.entry.person.id_number)) for step in steps]
    written = [(step, worker_id) for step, worker_id in theirs if worker_id is not None]
    add_kin([(step, worker_id) for step, worker_id in written if step.worker is None], now=now)
    for step, worker_id in written:
        _change(step, worker_id, parties)
        _add_to_known(step, worker_id, now=now)
    _add_contracts(written, parties, by_id=by_id, now=now)
    _add_signs(written, now=now)
    return [step.entry.line for step, worker_id in theirs if worker_id is None]


def _change(step: Step, worker_id: int, parties: Parties) -> None:
    """Write what a list may change of a worker and a contract that are known. Rare, so one by one."""
    if step.worker and step.person_changes:
        values = dict(step.person_changes)
        if "passport_index" in values:
            values["passport_sealed"] = secrets.seal_passport(step.entry.person.passport, step.worker.ref)
        if "full_name" in values:
            values |= name_columns(values["full_name"])
            db.session.execute(sa.delete(NameKey).where(NameKey.worker_id == worker_id))
            insert_rows(db.session(), NameKey, name_key_rows(worker_id, values["full_name"]))
        same = sa.update(Worker).where(Worker.id == worker_id, Worker.version == step.worker.version)
        _one_row(same.values(**values, version=Worker.version + 1))
        for contract in step.worker.contracts:
            contract.fingerprints |= step.worker.newly_said
            _say(contract)
    if step.contract and step.terms_changes:
        values = _contract_values(step.terms_changes, step.entry.terms, parties)
        same = sa.update(Contract).where(Contract.id == step.contract.id, Contract.version == step.contract.version)
        _one_row(same.values(**values, version=Contract.version + 1))
    if step.contract and (step.person_changes or step.terms_changes):
        _remember(step, worker_id, step.contract)


def _one_row(statement: sa.Update) -> None:
    changed = db.session.connection().execute(statement)
    if changed.rowcount != 1:
        raise RegisterMoved


def _remember(step: Step, worker_id: int, contract: KnownContract) -> None:
    contract.fingerprints = step.fingerprints()
    _say(contract)
    insert_rows(db.session(), ListedRow, [_listed(step, worker_id, contract.id)])


def _say(contract: KnownContract) -> None:
    known = sa.update(ListedRow).where(ListedRow.contract_id == contract.id)
    db.session.execute(known.values(fingerprints=contract.fingerprints))


def _add_to_known(step: Step, worker_id: int, *, now: datetime) -> None:
    """Add numbers, and a relative, that the file of a known worker does not have yet."""
    if step.worker is None:
        return
    session = db.session()
    points = [contact_row(worker_id, people.NewContact(number), now=now) for number in step.new_numbers]
    kin_id = step.kin.id if step.kin else None
    if step.kin_is_new and step.entry.kin:
        relative = people.NewRelative(step.entry.kin.full_name, step.entry.kin.kinship)
        row = relative_row(worker_id, relative, now=now)
        insert_rows(session, Relative, [row])
        kin_id = ids_of(Relative, [row["ref"]])[row["ref"]]
    if kin_id is not None:
        points += [
            contact_row(worker_id, people.NewContact(number), now=now, relative_id=kin_id)
            for number in step.kin_numbers
        ]
    insert_rows(session, ContactPoint, points)


def _add_contracts(written: Sequence[tuple[Step, int]], parties: Parties, *, by_id: int | None, now: datetime) -> None:
    """Add the contracts nobody knew, and remember what the list said of each."""
    fresh = {new_ref("HD"): (step, worker_id) for step, worker_id in written if step.contract is None}
    rows = [
        {
            **_contract_values(told_of_terms(step.entry.terms), step.entry.terms, parties),
            "ref": ref,
            "worker_id": worker_id,
            "departure_flag": step.entry.terms.departure_flag,
            "ruleset": ruleset_in_force(step.entry.terms.signed_on or step.entry.terms.starts_on).id,
            **CONTRACT_BLANKS,
            "created_at": now,
            "created_by": by_id,
            "version": 1,
        }
        for ref, (step, worker_id) in fresh.items()
    ]
    insert_rows(db.session(), Contract, rows)
    ids = ids_of(Contract, list(fresh))
    if len(ids) < len(fresh):
        raise RegisterMoved
    listed = [_listed(step, worker_id, ids[ref]) for ref, (step, worker_id) in fresh.items()]
    insert_rows(db.session(), ListedRow, listed)
    review.look_at(list(ids.values()), now=now)


CONTRACT_BLANKS = {
    "service_charge_currency": "VND",
    "brokerage_currency": "VND",
    "deposit_currency": "VND",
    "orientation_no": "",
    "confirmation_no": "",
    "end_reason": "",
}


def _contract_values(told: dict[str, Any], terms: Terms, parties: Parties) -> dict[str, Any]:
    """The columns of a contract for what a line told: sender and employer as ids."""
    values = {name: value for name, value in told.items() if name not in ("sender", "employer")}
    if "sender" in told:
        values["sender_id"] = parties.sender_id(terms)
    if "employer" in told:
        values["employer_id"] = parties.employer_id(terms)
    return values


def _add_signs(written: Sequence[tuple[Step, int]], *, now: datetime) -> None:
    """A departure and a return are signs of life; the newest is kept at hand, and who is home again is not asked."""
    rows = []
    newest: dict[int, dict[str, Any]] = {}
    for step, worker_id in sorted(written, key=lambda pair: pair[0].entry.terms.starts_on):
        terms = step.entry.terms
        for day, source in ((terms.departed_on, "exit"), (terms.returned_on, "entry")):
            if day:
                rows.append(_sign(worker_id, clock.start_of(day), source, now))
                state = "closed" if terms.returned_on else "new"
                newest[worker_id] = {"worker": worker_id, "latest": clock.start_of(day), "becomes": state}
    insert_rows(db.session(), SignOfLife, rows)
    if newest:
        db.session.connection().execute(MOVE_LATEST, list(newest.values()))


MOVE_LATEST = (
    sa.update(ContactStatus)
    .where(
        ContactStatus.worker_id == sa.bindparam("worker"),
        sa.or_(ContactStatus.last_sure_at.is_(None), ContactStatus.last_sure_at < sa.bindparam("latest")),
    )
    .values(
        last_sure_at=sa.bindparam("latest"),
        last_sure_kind="travel_record",
        state=sa.case(
            (sa.bindparam("becomes", type_=sa.String) == "closed", "closed"),
            (ContactStatus.state == "closed", "new"),
            else_=ContactStatus.state,
        ),
    )
)


def _sign(worker_id: int, at: datetime, source: str, now: datetime) -> dict[str, Any]:
    return {
        "worker_id": worker_id,
        "kind": "travel_record",
        "at": at,
        "strength": STRENGTHS["travel_record"],
        "source": source,
        "note": "",
        "recorded_at": now,
    }


def _listed(step: Step, worker_id: int, contract_id: int) -> dict[str, Any]:
    return {"worker_id": worker_id, "contract_id": contract_id, "fingerprints": step.fingerprints()}


def _parts(steps: Sequence[Step]) -> Iterator[tuple[int, Sequence[Step]]]:
    for start in range(0, len(steps), AT_ONCE):
        part = steps[start : start + AT_ONCE]
        yield start + len(part), part
