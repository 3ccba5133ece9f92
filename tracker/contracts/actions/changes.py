"""Keeps what stood in a contract before it was corrected, beside what stands there now, and on which proof."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tracker.auth.models import UserAccount
from tracker.contracts.models import Contract, ContractChange
from tracker.contracts.terms import Proof
from tracker.core.db import db
from tracker.senders.models import Employer, Sender


def keep_change(
    contract: Contract, changes: Mapping[str, tuple[Any, Any]], proof: Proof, *, by: UserAccount, now: datetime
) -> None:
    """Keep one correction; `changes` are {name of the column: (what stood, what stands)}."""
    db.session.add(
        ContractChange(
            contract_id=contract.id,
            worker_id=contract.worker_id,
            at=now,
            by_id=by.id,
            proof_kind=proof.kind,
            proof=proof.text,
            terms={name: [_told(name, value) for value in both] for name, both in changes.items()},
        )
    )


def _told(name: str, value: Any) -> Any:
    """A term as it is kept beside another: sender and employer by the name they bear today."""
    if value is not None and name == "sender_id":
        return db.session.get_one(Sender, value).name
    if value is not None and name == "employer_id":
        return db.session.get_one(Employer, value).name
    return str(value) if isinstance(value, date | Decimal) else value
