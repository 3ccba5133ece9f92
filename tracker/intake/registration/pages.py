"""What the pages of a registration share: the draft in hand, what was sent, the list of parts."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration import queries
from tracker.intake.registration.draft import PARTS, STATES, TITLES, Content, opened, state_of
from tracker.intake.registration.forms import ContractForm, PersonForm
from tracker.intake.registration.opinion import Bearer, Opinion, opinion
from tracker.people.queries import worker_by_ref
from tracker.web.forms import Form

LONGEST = 1000
QUIET = "quiet"


class ButtonForm(Form):
    """A button: nothing to type."""


def the_draft(ref: str) -> tuple[RegistrationDraft, Content]:
    """The draft of this address and what it holds; a page that is not there without it, its end when it has one."""
    draft = queries.draft_by_ref(ref)
    if draft is None:
        abort(404)
    if draft.registered_worker_ref:
        abort(redirect(url_for("registration.done", ref=ref), 303))
    return draft, opened(draft)


def sent(names: list[str]) -> dict[str, str]:
    """What was typed into these fields, word for word."""
    return {name: request.form[name][:LONGEST] for name in names if name in request.form and name != "form_token"}


def seen() -> int:
    """The count of savings that the page was made from."""
    return request.form.get("seen", 0, type=int)


def is_quiet() -> bool:
    """Whether the page was reloaded only to search or to choose: nothing is blamed then."""
    return QUIET in request.args


def page(template: str, draft: RegistrationDraft, content: Content, part: str, **more: Any) -> str:
    """A page of the registration with its list of parts."""
    return render_template(
        f"intake/registration/{template}.html",
        draft=draft,
        content=content,
        part=part,
        title=TITLES.get(part, ""),
        seen=content.saves.get(part, 0),
        steps=steps(draft, content),
        button=ButtonForm(formdata=None),
        **more,
    )


def steps(draft: RegistrationDraft, content: Content) -> list[dict[str, Any]]:
    """The five parts with their names, addresses and how far they are."""
    listed = [_step(number, part, state_of(draft, content, part), draft.ref) for number, part in enumerate(PARTS, 1)]
    return [*listed, _step(5, "check", "none", draft.ref)]


def go_to(part: str, ref: str, *, anchor: str | None = None, quiet: bool = False) -> ResponseReturnValue:
    """To the page of a part."""
    more: dict[str, Any] = {QUIET: 1} if quiet else {}
    return redirect(url_for(f"registration.{part}", ref=ref, _anchor=anchor, **more), 303)


def saved_words(part: str) -> str:
    """That a part was saved."""
    return str(_("Đã lưu phần %(part)s.", part=str(TITLES[part]).lower()))


def province() -> str | None:
    """The province of the asking office, to narrow searches for communes."""
    steps = asking_user().office_path.split(".")
    return steps[1] if len(steps) > 1 else None


def person_form(content: Content) -> PersonForm:
    """The form of part 1 over what was typed."""
    typed = content.typed("person")
    return PersonForm.over(typed, province=province()) if typed else PersonForm.blank(province=province())


def contract_form(typed: dict[str, str], *, worker: str = "") -> ContractForm:
    """The form of part 2 over what was typed; `worker` is one known already, by reference."""
    return ContractForm.over(typed, worker=worker) if typed else ContractForm.blank(worker=worker)


def opinion_on(content: Content, contract: ContractForm, person: PersonForm | None = None) -> Opinion:
    """What the law says of the draft with these forms."""
    return opinion(contract, _bearer(content, person or person_form(content)), today=clock.today())


def conflict(stands: Any, form: Form) -> list[dict[str, str]]:
    """Both texts where another page saved something else meanwhile: field, what was typed here, what stands now."""
    kept = stands if isinstance(stands, dict) else {}
    mine = {name: request.form.get(name, "") for name in form._fields if name not in ("form_token", "csrf_token")}
    return [
        {"label": form[name].label.text, "typed": typed, "stands": kept.get(name, "")}
        for name, typed in mine.items()
        if typed != kept.get(name, "")
    ]


def _step(number: int, part: str, state: str, ref: str) -> dict[str, Any]:
    return {
        "number": number,
        "part": part,
        "title": TITLES[part],
        "state": state,
        "word": STATES[state] if part != "check" else "",
        "url": url_for(f"registration.{part}", ref=ref),
    }


def _bearer(content: Content, form: PersonForm) -> Bearer:
    if content.worker:
        worker = worker_by_ref(content.worker)
        return Bearer(worker.birth_date, worker.passport_expires_on) if worker else Bearer()
    return Bearer(form.birth_date.data, form.passport_expires_on.data)
