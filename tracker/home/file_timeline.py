"""The timeline of a worker's file: what rooms below have written, merged by time, newest first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.alerts import words as alert_words
from tracker.alerts.explain import title_of
from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.checkins.models import Answer, CheckIn
from tracker.checkins.words import ABOUT, QUESTIONS, YES_NO
from tracker.contracts.models import Contract, ContractChange
from tracker.contracts.words import corrected_terms, proof
from tracker.core.clock import start_of
from tracker.core.db import db
from tracker.family.models import FamilyLogin, FamilyReport
from tracker.home.fates import is_its_address
from tracker.home.file_words import ANSWERS, CHECK_IN_STATES, MESSAGE_FATES, MESSAGES, REPORTS, ROUTE_FATES
from tracker.messages.models import Message
from tracker.messages.replies import is_of_route
from tracker.people.models import ContactPoint, Relative, SignOfLife
from tracker.people.secrets import masked, open_address
from tracker.people.words import sign
from tracker.places.countries import country_name
from tracker.web.furniture import language

SIZE = 40
KIND_NAMES = {
    "sign": _l("Dấu hiệu"),
    "check_in": _l("Hỏi và trả lời"),
    "message": _l("Tin nhắn"),
    "alert": _l("Cảnh báo"),
    "contract": _l("Hợp đồng"),
    "family": _l("Gia đình"),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline; `tone` is a severity, "ok" or none, and the text always says it too.

    `day` is set where only the day is known; `at` is then its first instant.
    """

    at: datetime
    kind: str
    text: str
    detail: str = ""
    by: str = ""
    quote: str = ""
    tone: int | str | None = None
    alert_ref: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Timeline:
    """The newest events before an instant; `more_before` is where the next part begins, if there is one."""

    events: tuple[Event, ...]
    more_before: datetime | None


@dataclass(frozen=True)
class Stretch:
    """Which part of whose timeline is asked for."""

    worker_id: int
    before: datetime | None
    size: int

    def newest(self, statement: Any, at: Any) -> Any:
        """The newest rows of a statement in this stretch."""
        if self.before is not None:
            statement = statement.where(at < self.before)
        return db.session.execute(statement.order_by(at.desc()).limit(self.size + 1))


def timeline(worker_id: int, *, kind: str = "", before: datetime | None = None, size: int = SIZE) -> Timeline:
    """The newest events of a worker, of one kind if told."""
    stretch = Stretch(worker_id, before, size)
    chosen = [SOURCES[kind]] if kind in SOURCES else list(SOURCES.values())
    events = [event for tell in chosen for event in tell(stretch) if before is None or event.at < before]
    events.sort(key=lambda event: event.at, reverse=True)
    more = len(events) > size
    return Timeline(tuple(events[:size]), events[size - 1].at if more else None)


def _signs(stretch: Stretch) -> Iterable[Event]:
    """Signs of life but those that an answer or a contract below tells better."""
    mine = sa.select(SignOfLife.at, SignOfLife.kind, SignOfLife.strength, SignOfLife.source, SignOfLife.note)
    told = mine.where(
        SignOfLife.worker_id == stretch.worker_id, SignOfLife.kind.not_in(("own_answer", "travel_record"))
    )
    for row in stretch.newest(told, SignOfLife.at):
        strength = _("dấu hiệu %(strength)s", strength=str(row.strength).replace(".", ","))
        text = _("Có tin: %(how)s", how=sign(row.kind))
        detail = " · ".join(filter(None, (row.source, strength)))
        yield Event(row.at, "sign", text, detail, quote=row.note, tone="ok" if row.strength >= 1 else None)


def _about(kept: str) -> str:
    """What an answer is about, or the one question and its yes or no, in words."""
    name, asked, said = kept.partition("=")
    return f"{QUESTIONS.get(name, name)} {YES_NO.get(said, said)}" if asked else str(ABOUT.get(kept, kept))


def _check_ins(stretch: Stretch) -> Iterable[Event]:
    mine = sa.select(CheckIn.opened_at, CheckIn.cycle_no, CheckIn.state)
    for row in stretch.newest(mine.where(CheckIn.worker_id == stretch.worker_id), CheckIn.opened_at):
        state = CHECK_IN_STATES.get(row.state, row.state)
        yield Event(row.opened_at, "check_in", _("Hỏi định kỳ lần %(no)s", no=row.cycle_no), str(state))
    answers = sa.select(Answer.at, Answer.answer, Answer.about, Answer.via, Answer.note)
    for row in stretch.newest(answers.where(Answer.worker_id == stretch.worker_id), Answer.at):
        text, tone = ANSWERS[row.answer]
        yield Event(row.at, "check_in", str(text), _about(row.about), quote=row.note, tone=tone)


def _messages(stretch: Stretch) -> Iterable[Event]:
    mine = (
        sa.select(
            Message.created_at,
            Message.template,
            Message.state,
            Message.outcome,
            Message.address_sealed,
            Message.address_place,
            Relative.full_name.label("relative"),
            UserAccount.display_name.label("by"),
        )
        .outerjoin(ContactPoint, is_its_address())
        .outerjoin(Relative, Relative.id == ContactPoint.relative_id)
        .outerjoin(UserAccount, UserAccount.id == Message.by_id)
        .where(Message.worker_id == stretch.worker_id)
    )
    for row in stretch.newest(mine, Message.created_at):
        name = MESSAGES.get(row.template.partition("/")[0], _l("Tin nhắn"))
        address = " ".join(filter(None, (row.relative, masked(open_address(row.address_sealed, row.address_place)))))
        text = _("%(what)s tới %(address)s", what=name, address=address)
        fates = ROUTE_FATES if row.state in ROUTE_FATES and is_of_route(row.outcome) else MESSAGE_FATES
        fate = fates.get(row.state, row.state)
        yield Event(row.created_at, "message", text, str(fate), by=row.by or "")


def _alerts(stretch: Stretch) -> Iterable[Event]:
    opened = sa.select(Alert.ref, Alert.opened_at, Alert.severity, Alert.title, Alert.why)
    for row in stretch.newest(opened.where(Alert.worker_id == stretch.worker_id), Alert.opened_at):
        text = _("Mở cảnh báo: %(title)s", title=title_of(row.title, row.why))
        yield Event(row.opened_at, "alert", text, tone=row.severity, alert_ref=row.ref)
    entries = (
        sa.select(
            AlertEntry.at,
            AlertEntry.kind,
            AlertEntry.note,
            AlertEntry.detail,
            Alert.ref,
            Alert.title,
            Alert.why,
            UserAccount.display_name,
        )
        .join(Alert, Alert.id == AlertEntry.alert_id)
        .outerjoin(UserAccount, UserAccount.id == AlertEntry.by_id)
        .where(Alert.worker_id == stretch.worker_id)
    )
    for row in stretch.newest(entries, AlertEntry.at):
        text = f"{alert_words.entry(row.kind, row.detail or {})} · {title_of(row.title, row.why)}"
        yield Event(row.at, "alert", text, by=row.display_name or "", quote=row.note, alert_ref=row.ref)


def _contracts(stretch: Stretch) -> Iterable[Event]:
    """Days of the contract stand at the beginning of their day; one that lies ahead is no event yet."""
    mine = sa.select(Contract).where(Contract.worker_id == stretch.worker_id)
    for contract in db.session.scalars(mine):
        country = country_name(contract.host_country, language())
        yield from _on(contract.signed_on, _("Ký hợp đồng đi %(country)s", country=country), contract.number)
        yield from _on(contract.departed_on, _("Xuất cảnh đi %(country)s", country=country))
        yield from _on(contract.returned_on, _("Về nước từ %(country)s", country=country))
        yield Event(contract.created_at, "contract", _("Ghi hợp đồng vào hồ sơ"), country)
    yield from _corrections(stretch)


def _corrections(stretch: Stretch) -> Iterable[Event]:
    """Who corrected what of a contract, and on which paper."""
    told = (ContractChange.at, ContractChange.terms, ContractChange.proof_kind, ContractChange.proof)
    mine = (
        sa.select(*told, UserAccount.display_name)
        .outerjoin(UserAccount, UserAccount.id == ContractChange.by_id)
        .where(ContractChange.worker_id == stretch.worker_id)
    )
    for row in stretch.newest(mine, ContractChange.at):
        text = _("Sửa hợp đồng: %(terms)s", terms=corrected_terms(row.terms))
        yield Event(row.at, "contract", text, proof(row.proof_kind), by=row.display_name or "", quote=row.proof)


def _on(day: date | None, text: str, detail: str = "") -> Iterable[Event]:
    if day is not None:
        yield Event(start_of(day), "contract", text, detail, day=day)


def _family(stretch: Stretch) -> Iterable[Event]:
    mine = (
        sa.select(FamilyReport.at, FamilyReport.report, FamilyReport.note, Relative.full_name, Relative.kinship)
        .join(FamilyLogin, FamilyLogin.id == FamilyReport.login_id)
        .join(Relative, Relative.id == FamilyLogin.relative_id)
        .where(FamilyReport.worker_id == stretch.worker_id)
    )
    for row in stretch.newest(mine, FamilyReport.at):
        text, tone = REPORTS[row.report]
        yield Event(row.at, "family", str(text), f"{row.kinship} · {row.full_name}", quote=row.note, tone=tone)


SOURCES: dict[str, Callable[[Stretch], Iterable[Event]]] = {
    "sign": _signs,
    "check_in": _check_ins,
    "message": _messages,
    "alert": _alerts,
    "contract": _contracts,
    "family": _family,
}
