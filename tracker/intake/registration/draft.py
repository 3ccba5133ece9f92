"""What a draft holds once it is opened: the words typed into each part, what was decided, how far each part is."""

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.core.crypto import seal, unseal
from tracker.core.db import db
from tracker.intake.models import RegistrationDraft

PARTS = ("person", "contract", "relatives", "papers")
TITLES = {
    "person": _l("Người lao động"),
    "contract": _l("Hợp đồng"),
    "relatives": _l("Thân nhân"),
    "papers": _l("Giấy tờ"),
    "check": _l("Kiểm tra lại"),
}
STATES = {"none": _l("Chưa nhập"), "started": _l("Đang nhập"), "done": _l("Xong")}


class SavedMeanwhile(Exception):
    """Another page saved this part since this one was opened; `stands` holds what is stored now."""

    def __init__(self, stands: Any) -> None:
        super().__init__()
        self.stands = stands


@dataclass(frozen=True)
class Content:
    """The opened draft. Values of `parts` are words as typed; `worker` is one registered already, by reference.

    `saves` counts the savings of each part; `not_same` are people found not to be this one; `refusals` are the
    reasons for which the last try to register failed, by part and field; `contract` is what came of it in the end.
    """

    parts: dict[str, Any] = field(default_factory=dict)
    saves: dict[str, int] = field(default_factory=dict)
    not_same: tuple[str, ...] = ()
    refusals: dict[str, dict[str, str]] = field(default_factory=dict)
    worker: str = ""
    contract: str = ""

    def typed(self, part: str) -> dict[str, str]:
        """The words of a part that has one form."""
        found: dict[str, str] = self.parts.get(part, {})
        return found

    @property
    def relatives(self) -> list[dict[str, str]]:
        """The words of each relative."""
        found: list[dict[str, str]] = self.parts.get("relatives", [])
        return found

    @property
    def form(self) -> str:
        """The form of going abroad chosen so far."""
        return self.typed("contract").get("form", "")

    def with_part(self, part: str, typed: Any) -> "Content":
        """The content with this part saved once more, its refusals forgotten."""
        refusals = {name: found for name, found in self.refusals.items() if name != part}
        counted = {**self.saves, part: self.saves.get(part, 0) + 1}
        return replace(self, parts={**self.parts, part: typed}, saves=counted, refusals=refusals)

    def refused_at(self, part: str) -> dict[str, str]:
        """Why the last try to register failed, by field of this part."""
        return self.refusals.get(part, {})


def opened(draft: RegistrationDraft) -> Content:
    """The content of a draft. Raises BrokenSeal."""
    told = json.loads(unseal(draft.parts_sealed, table="registration_draft", row=draft.ref, column="parts"))
    return Content(**{**told, "not_same": tuple(told["not_same"])})


def sealed(content: Content, ref: str) -> bytes:
    """The content as the draft with this reference keeps it."""
    told = json.dumps(asdict(content), ensure_ascii=False)
    return seal(told, table="registration_draft", row=ref, column="parts")


def state_of(draft: RegistrationDraft, content: Content, part: str) -> str:
    """How far a part is: none, started or done."""
    if part in draft.parts_done:
        return "done"
    return "started" if content.parts.get(part) else "none"


def next_part(draft: RegistrationDraft, after: str) -> str:
    """The next part that is not done, else the check at the end."""
    later = PARTS[PARTS.index(after) + 1 :]
    return next((part for part in later if part not in draft.parts_done), "check")


def keep(draft: RegistrationDraft, content: Content) -> None:
    """Seal the content back into its draft."""
    draft.parts_sealed = sealed(content, draft.ref)
    db.session.flush()
