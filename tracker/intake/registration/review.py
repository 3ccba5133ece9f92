"""Part 5: the whole draft read once more, with everything that still stands in the way and where."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from tracker.intake.models import RegistrationDraft
from tracker.intake.registration.actions import Registration
from tracker.intake.registration.draft import PARTS, TITLES, Content
from tracker.intake.registration.forms import ContractForm, PaperForm, PersonForm, RelativeForm, paper_forms
from tracker.intake.registration.opinion import Opinion
from tracker.intake.registration.pages import contract_form, opinion_on, person_form
from tracker.intake.registration.queries import who_may_be
from tracker.people.models import Worker
from tracker.people.queries import worker_by_ref


@dataclass(frozen=True)
class Obstacle:
    """Something to set right before registering, and the address of its field."""

    url: str
    text: str


@dataclass(frozen=True)
class Review:
    """Every part as forms, what the law says, and what stands in the way."""

    person: PersonForm
    worker: Worker | None
    contract: ContractForm
    relatives: list[RelativeForm]
    papers: list[PaperForm]
    opinion: Opinion
    obstacles: list[Obstacle]

    def registration(self) -> Registration:
        """What is to be registered; only when nothing stands in the way."""
        return Registration(
            contract=self.contract,
            relatives=tuple(one.relative() for one in self.relatives),
            papers=tuple(one.paper() for one in self.papers if not one.is_empty()),
            person=None if self.worker else self.person.person(),
            worker=self.worker,
        )


def review(draft: RegistrationDraft, content: Content) -> Review:
    """Read a draft as a whole."""
    person, contract = person_form(content), contract_form(content.typed("contract"), worker=content.worker)
    relatives = [RelativeForm.over(one) for one in content.relatives]
    papers = paper_forms(content.typed("papers"), content.form)
    worker = worker_by_ref(content.worker) if content.worker else None
    found = opinion_on(content, contract, person)
    obstacles = [
        *([] if worker else _of_person(draft, content, person)),
        *_of_form(draft, "contract", contract, content),
        *_of_relatives(draft, relatives),
        *(one for form in papers for one in _of_form(draft, "papers", form, content)),
    ]
    return Review(person, worker, contract, relatives, papers, found, obstacles)


def law_obstacles(draft: RegistrationDraft, found: Opinion) -> list[Obstacle]:
    """What the law stops, each with the address of its field."""
    return [
        Obstacle(_at(draft, "person" if one.field in PersonForm.blank() else "contract", one.field), one.message)
        for one in found.stopping
    ]


def unfinished_parts(draft: RegistrationDraft) -> list[str]:
    """The parts that nobody has called done yet, by their titles."""
    return [str(TITLES[part]) for part in PARTS if part not in draft.parts_done]


def _of_person(draft: RegistrationDraft, content: Content, form: PersonForm) -> list[Obstacle]:
    found = _of_form(draft, "person", form, content)
    refused = [
        Obstacle(_at(draft, "person", name), f"{form[name].label.text}: {message}")
        for name, message in content.refused_at("person").items()
    ]
    alike = who_may_be(content, form) if not refused else []
    undecided = [
        Obstacle(
            _at(draft, "person", "candidates"),
            _("Có thể trùng với %(name)s: hãy trả lời có phải người này không.", name=one.full_name),
        )
        for one in alike
    ]
    return [*found, *refused, *undecided]


def _of_form(draft: RegistrationDraft, part: str, form: Any, content: Content) -> list[Obstacle]:
    if part != "papers" and not content.parts.get(part):
        return [Obstacle(_at(draft, part), _("Phần %(part)s chưa nhập.", part=str(TITLES[part]).lower()))]
    form.validate()
    return [
        Obstacle(_at(draft, part, field.id), f"{field.label.text}: {' '.join(map(str, field.errors))}")
        for field in form
        if field.errors
    ]


def _of_relatives(draft: RegistrationDraft, forms: list[RelativeForm]) -> list[Obstacle]:
    return [
        Obstacle(
            url_for("registration.relatives", ref=draft.ref, edit=number, _anchor=field.id),
            f"{form.full_name.data} – {field.label.text}: {' '.join(map(str, field.errors))}",
        )
        for number, form in enumerate(forms)
        if not form.validate()
        for field in form
        if field.errors
    ]


def _at(draft: RegistrationDraft, part: str, field: str | None = None) -> str:
    return url_for(f"registration.{part}", ref=draft.ref, _anchor=field)
