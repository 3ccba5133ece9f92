"""What lists have said of two files that become one: of contracts it still holds, of the other person not."""

import sqlalchemy as sa

from tracker.core.db import db
from tracker.intake.known import TERMS_COLUMNS
from tracker.intake.models import ListedRow
from tracker.people.merge import Merge


def hand_over(merge: Merge) -> None:
    """Give what lists said of the other file's contracts to the kept one. Safe to run twice.

    Few and rare, so one by one. What lists said of the person would let the next list overwrite the kept file.
    """
    taken = set(db.session.scalars(sa.select(ListedRow.contract_id).where(ListedRow.worker_id == merge.kept_id)))
    for row in db.session.scalars(sa.select(ListedRow).where(ListedRow.worker_id == merge.other_id)).all():
        contract_id = merge.contracts.get(row.contract_id, row.contract_id)
        if contract_id in taken:
            db.session.delete(row)
            continue
        row.worker_id, row.contract_id = merge.kept_id, contract_id
        row.fingerprints = {name: said for name, said in row.fingerprints.items() if name in TERMS_COLUMNS}
        taken.add(contract_id)
    db.session.flush()
