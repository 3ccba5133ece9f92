"""What the registers of licences and markets say of contracts nobody asked the law about: those that came by list.

Only what a register holds is said: a licence lost on the day of signing, a market closed on the day of leaving. That
the register holds no licence for a day proves nothing of a contract that was made elsewhere, so it is never said here.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.contracts.actions import finding_row
from tracker.contracts.models import Contract, LawFinding
from tracker.core.clock import day_of
from tracker.core.db import db, insert_rows
from tracker.law import checks
from tracker.law.facts import Facts, LicenceSpell, MarketSpell
from tracker.senders.models import Licence, MarketStatus

BATCH = 500
LICENCE = "licence.on_signing"
MARKETS = ("market.banned_areas", "market.suspended")
Licences = dict[int, tuple[LicenceSpell, ...]]
Markets = dict[str, tuple[MarketSpell, ...]]


def look_at(contract_ids: Sequence[int], *, now: datetime) -> int:
    """Keep what the registers say of these contracts and nobody has kept; how many findings. Safe to run twice."""
    parts = (contract_ids[start : start + BATCH] for start in range(0, len(contract_ids), BATCH))
    return sum(_look_at(part, today=day_of(now)) for part in parts)


def next_unseen(after: int) -> list[int]:
    """The next contracts, beyond an id, of which a register says something that nobody has kept."""
    waiting = sa.select(Contract.id).where(Contract.id > after, sa.or_(*_something_to_say()))
    return list(db.session.scalars(waiting.order_by(Contract.id).limit(BATCH)))


def take_back(*, limit: int = BATCH) -> int:
    """Take back findings of a missing licence that the register has since disproved; how many. Safe to run twice."""
    wrong = sa.select(LawFinding.id, LawFinding.contract_id, LawFinding.finding).join(LawFinding.contract)
    disproved = wrong.where(LawFinding.rule == LICENCE, _licence(Licence.status == "in_force"))
    found = db.session.execute(disproved.limit(limit)).all()
    db.session.execute(sa.delete(LawFinding).where(LawFinding.id.in_([one.id for one in found])))
    for one in found:
        _lower_flag(one.contract_id, one.finding)
    return len(found)


def _look_at(ids: Sequence[int], *, today: date) -> int:
    lost, closed = _something_to_say()
    asked = sa.select(
        Contract.id,
        Contract.worker_id,
        Contract.form,
        Contract.sender_id,
        Contract.host_country,
        Contract.signed_on,
        Contract.departed_on,
        lost.label("lost"),
        closed.label("closed"),
    ).where(Contract.id.in_(ids), sa.or_(lost, closed))
    contracts = db.session.execute(asked).all()
    licences = _licences({one.sender_id for one in contracts if one.lost})
    markets = _markets({one.host_country for one in contracts if one.closed})
    rows = [
        finding_row(one, finding, on=today)
        for one in contracts
        for finding in checks.findings(_facts(one, licences, markets), on=today, planned=one.departed_on is None)
        if (one.lost and finding.rule == LICENCE) or (one.closed and finding.rule in MARKETS)
    ]
    return insert_rows(db.session(), LawFinding, rows)


def _something_to_say() -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Conditions on a contract: its licence was lost on signing, its market closed on leaving; neither kept yet."""
    lost = sa.and_(_licence(Licence.status != "in_force"), ~_kept(LICENCE))
    closed = sa.and_(_closed_on_leaving(), ~_kept(*MARKETS))
    return lost, closed


def _licence(status: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """That the sender's licence had such a status on the day of signing."""
    return sa.exists().where(
        Licence.sender_id == Contract.sender_id,
        status,
        Licence.valid_from <= Contract.signed_on,
        sa.or_(Licence.valid_to.is_(None), Licence.valid_to >= Contract.signed_on),
    )


def _closed_on_leaving() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        MarketStatus.host_country == Contract.host_country,
        MarketStatus.valid_from <= Contract.departed_on,
        sa.or_(MarketStatus.valid_to.is_(None), MarketStatus.valid_to >= Contract.departed_on),
    )


def _kept(*rules: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(LawFinding.contract_id == Contract.id, LawFinding.rule.in_(rules))


def _licences(sender_ids: Collection[int]) -> Licences:
    found: Licences = defaultdict(tuple)
    theirs = sa.select(Licence).where(Licence.sender_id.in_(sender_ids)).order_by(Licence.valid_from)
    for one in db.session.scalars(theirs):
        found[one.sender_id] += ((one.number, one.valid_from, one.valid_to, one.status),)
    return found


def _markets(countries: Collection[str]) -> Markets:
    found: Markets = defaultdict(tuple)
    theirs = sa.select(MarketStatus).where(MarketStatus.host_country.in_(countries)).order_by(MarketStatus.valid_from)
    for one in db.session.scalars(theirs):
        found[one.host_country] += ((one.status, one.valid_from, one.valid_to, one.told_by),)
    return found


def _facts(contract: Any, licences: Licences, markets: Markets) -> Facts:
    return Facts(
        form=contract.form,
        host_country=contract.host_country,
        signed_on=contract.signed_on,
        departed_on=contract.departed_on,
        licence_spells=licences[contract.sender_id] if contract.lost else None,
        market_status=markets[contract.host_country] if contract.closed else (),
    )


def _lower_flag(contract_id: int, gone: dict[str, Any]) -> None:
    """A departure flagged for a finding that is gone keeps the flags of those that remain."""
    flag = db.session.scalar(sa.select(Contract.departure_flag).where(Contract.id == contract_id)) or ""
    if not gone["violation"] or gone["cite"] not in flag:
        return
    remain = sa.select(LawFinding.finding).where(LawFinding.contract_id == contract_id).order_by(LawFinding.id)
    cites = [finding["cite"] for finding in db.session.scalars(remain) if finding["violation"]]
    flagged = sa.update(Contract).where(Contract.id == contract_id)
    kept = "; ".join(dict.fromkeys(cites))
    db.session.execute(flagged.values(departure_flag=kept, version=Contract.version + 1))
