"""The dry run of a merge: what stays, what is given up, how much moves, and which contracts both files hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.alerts.models import Alert
from tracker.checkins.models import CheckIn
from tracker.contracts.models import Contract, Document
from tracker.contracts.queries import Shared, shared_contracts
from tracker.core.db import db
from tracker.disruptions.models import Touch
from tracker.family.models import FamilyLogin
from tracker.home.pairs import Pair, Side
from tracker.messages.models import Message
from tracker.people.models import ContactPoint, Relative, SignOfLife
from tracker.people.words import ID_KINDS, SEXES
from tracker.web.words import ngay

KINDS: dict[str, Any] = {
    "contracts": _l("Hợp đồng"),
    "papers": _l("Giấy tờ"),
    "relatives": _l("Thân nhân"),
    "family_codes": _l("Mã xem của gia đình"),
    "numbers": _l("Số liên hệ"),
    "check_ins": _l("Lần hỏi thăm"),
    "signs": _l("Dấu hiệu"),
    "messages": _l("Tin nhắn"),
    "open_alerts": _l("Cảnh báo đang mở"),
    "closed_alerts": _l("Cảnh báo đã đóng"),
    "events": _l("Sự kiện"),
}


@dataclass(frozen=True)
class Line:
    """One field of both files, and what stands there afterwards."""

    label: str
    kept: str
    other: str
    after: str
    differs: bool


@dataclass(frozen=True)
class Rehearsal:
    """What a merge would do."""

    kept: Side
    other: Side
    lines: tuple[Line, ...]
    moves: dict[str, int]
    shared: list[Shared]


def suggested(pair: Pair) -> str:
    """The reference of the file to keep: the one with a CCCD, else the older."""
    return min(pair.sides, key=lambda side: (side.worker.id_kind != "cccd", side.worker.created_at)).worker.ref


def rehearse(pair: Pair, keep: str | None, *, today: date) -> Rehearsal:
    """What would happen if the file with this reference were kept. Writes nothing."""
    kept, other = sorted(pair.sides, key=lambda side: side.worker.ref != keep)
    shared = shared_contracts(kept.worker.id, other.worker.id, today=today)
    return Rehearsal(kept, other, tuple(_lines(kept, other)), _moves(other.worker.id, shared), shared)


def _lines(kept: Side, other: Side) -> Iterator[Line]:
    mine, theirs = kept.worker, other.worker
    yield _stays(_("Họ và tên"), mine.full_name, theirs.full_name)
    yield _stays(_("Ngày sinh"), ngay(mine.birth_date), ngay(theirs.birth_date))
    yield _stays(_("Giới tính"), str(SEXES[mine.sex]), str(SEXES[theirs.sex]))
    number, given_up = (f"{ID_KINDS[side.worker.id_kind]} {side.number}" for side in (kept, other))
    yield Line(_("Giấy tờ"), number, given_up, _("%(number)s; số kia còn tìm được", number=number), differs=True)
    yield _passport(kept, other)
    yield _stays(_("Dân tộc"), mine.ethnic_group, theirs.ethnic_group)
    yield _stays(_("Nơi cư trú"), kept.home, other.home)
    yield _stays(_("Đơn vị"), kept.office, other.office)


def _stays(label: str, kept: str, other: str) -> Line:
    """What stands in the kept file stays; a blank is filled."""
    return Line(label, kept, other, kept or other, differs=kept != other)


def _passport(kept: Side, other: Side) -> Line:
    differs = kept.worker.passport_index != other.worker.passport_index
    after = kept.passport or other.passport
    if differs and kept.passport and other.passport:
        after = _("%(number)s; số kia còn tìm được", number=kept.passport)
    return Line(_("Hộ chiếu"), kept.passport, other.passport, after, differs)


def _moves(worker_id: int, shared: list[Shared]) -> dict[str, int]:
    """How many rows of each kind go over, in one question; kinds that have none are left out."""
    stay = tuple(each.theirs.id for each in shared)
    open_alert = Alert.closed_at.is_(None)
    counted: dict[str, sa.ScalarSelect[int]] = {
        "contracts": _count(Contract, worker_id, Contract.id.not_in(stay)),
        "papers": _count(Document, worker_id),
        "relatives": _count(Relative, worker_id),
        "family_codes": _count(FamilyLogin, worker_id, FamilyLogin.revoked_at.is_(None)),
        "numbers": _count(ContactPoint, worker_id, ContactPoint.relative_id.is_(None)),
        "check_ins": _count(CheckIn, worker_id),
        "signs": _count(SignOfLife, worker_id),
        "messages": _count(Message, worker_id),
        "open_alerts": _count(Alert, worker_id, open_alert),
        "closed_alerts": _count(Alert, worker_id, ~open_alert),
        "events": _count(Touch, worker_id),
    }
    row = db.session.execute(sa.select(*(count.label(name) for name, count in counted.items()))).one()
    return {name: count for name, count in row._mapping.items() if count}


def _count(model: Any, worker_id: int, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count()).select_from(model).where(model.worker_id == worker_id, *conditions).scalar_subquery()
    )
