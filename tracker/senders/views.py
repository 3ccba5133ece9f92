"""Pages that write in the register: a sender's details and its licences. The loser of a race sees both texts."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.senders import actions, words
from tracker.senders.forms import ChangeForm, LicenceForm, RemovalForm, SenderForm
from tracker.senders.models import Licence, Sender
from tracker.senders.numbers import check_licence
from tracker.senders.pages import day_in_address, plain, warn_of_the_future
from tracker.senders.queries import licence_beginning, sender_by_ref
from tracker.web.routes import OFFICERS, SUPERVISORS, Blueprint
from tracker.web.words import ngay

bp = Blueprint("sender", __name__, url_prefix="/senders")


@bp.context_processor
def _names() -> dict[str, Any]:
    return {"words": words}


@bp.get("/new", allow=SUPERVISORS)
def new() -> ResponseReturnValue:
    """The form of a sender."""
    return render_template("senders/new.html", f=SenderForm())


@bp.post("/new", allow=SUPERVISORS)
def enter() -> ResponseReturnValue:
    """Enter a sender that nobody has named yet."""
    form = SenderForm()
    if not form.validate_on_submit():
        return render_template("senders/new.html", f=form), 422
    try:
        with transaction():
            sender = actions.enter_sender(form.details(), by=asking_user(), now=clock.now())
    except actions.SenderKnown as known:
        form.blame(known.field, _already_there(known.other))
        return render_template("senders/new.html", f=form, known=known.other), 422
    flash(_("Đã ghi bên đưa đi. Tiếp theo: ghi giấy phép."), "success")
    _warn(form.code_checked().warnings)
    return _to_sender(sender.ref)


@bp.get("/<ref>/edit", allow=OFFICERS)
def edit(ref: str) -> ResponseReturnValue:
    """The details as they stand, to correct; an officer corrects phone and e-mail."""
    sender = _sender(ref)
    return _edit_page(sender, _form_of(sender))


@bp.post("/<ref>/edit", allow=OFFICERS)
def correct(ref: str) -> ResponseReturnValue:
    """Write what was corrected; when somebody was faster, show what stands now beside what was typed."""
    sender = _sender(ref)
    form = _form_of(sender)
    if not form.validate_on_submit():
        return _edit_page(sender, form), 422
    warnings = form.code_checked().warnings if "code" in form else ()
    try:
        with transaction():
            changed = actions.correct_sender(
                sender, form.details(), version=form.seen_version, by=asking_user(), now=clock.now()
            )
    except actions.SenderKnown as known:
        form.blame(known.field, _already_there(known.other))
        return _edit_page(sender, form, known=known.other), 422
    except ChangedMeanwhile as error:
        form.show_both({field: plain(text) for field, text in error.now_stands.items()}, version=error.version)
        return _edit_page(sender, form, changed_meanwhile=True), 409
    flash(_("Đã sửa thông tin.") if changed else _("Không có gì thay đổi."), "success" if changed else "message")
    _warn(warnings)
    return _to_sender(ref)


@bp.get("/<ref>/licences/new", allow=SUPERVISORS)
def new_licence(ref: str) -> ResponseReturnValue:
    """The form of a licence."""
    return _new_licence_page(_sender(ref), LicenceForm())


@bp.post("/<ref>/licences/new", allow=SUPERVISORS)
def record_licence(ref: str) -> ResponseReturnValue:
    """Write a licence down."""
    sender, form = _sender(ref), LicenceForm()
    if not form.validate_on_submit():
        return _new_licence_page(sender, form), 422
    spell = form.spell()
    try:
        with transaction():
            actions.add_licence(sender, spell, by=asking_user(), now=clock.now())
    except actions.LicencesOverlap as error:
        form.blame("valid_from", _overlap(error.other))
        return _new_licence_page(sender, form), 422
    return _licence_written(ref, form, spell.valid_from, _written(spell.number))


@bp.get("/<ref>/licences/change", allow=SUPERVISORS)
def change(ref: str) -> ResponseReturnValue:
    """The form of a licence that is suspended, withdrawn or handed back."""
    sender = _sender(ref)
    return _change_page(sender, _change_form(sender))


@bp.post("/<ref>/licences/change", allow=SUPERVISORS)
def record_change(ref: str) -> ResponseReturnValue:
    """Let the licence that runs be lost, or be in force again, from a day on."""
    sender = _sender(ref)
    form = _change_form(sender)
    if not form.validate_on_submit():
        return _change_page(sender, form), 422
    since, state = form.valid_from.data, words.LICENCE_STATES[form.status.data]
    try:
        with transaction():
            actions.change_status(
                sender,
                form.status.data,
                valid_from=since,
                valid_to=form.valid_to.data,
                document=form.document.data.strip(),
                by=asking_user(),
                now=clock.now(),
            )
    except CANNOT_CHANGE as error:
        form.blame("valid_from", _why_not(error, since))
        return _change_page(sender, form), 422
    flash(_("Đã ghi: %(state)s từ ngày %(day)s.", state=str(state).lower(), day=ngay(since)), "success")
    warn_of_the_future(since)
    return _to_sender(ref)


@bp.get("/<ref>/licences/<begins>", allow=SUPERVISORS)
def licence(ref: str, begins: str) -> ResponseReturnValue:
    """A line of the licence's history, to correct or to take out."""
    spell = _licence(ref, begins)
    return _licence_page(spell, LicenceForm(kept=spell), RemovalForm(obj=spell))


@bp.post("/<ref>/licences/<begins>", allow=SUPERVISORS)
def correct_licence(ref: str, begins: str) -> ResponseReturnValue:
    """Write a line as it should have been."""
    stands = _licence(ref, begins)
    form = LicenceForm(kept=stands)
    if not form.validate_on_submit():
        return _licence_page(stands, form, _pristine_removal(stands)), 422
    spell = form.spell()
    try:
        with transaction():
            actions.correct_licence(
                stands,
                spell,
                reason=form.reason.data.strip(),
                version=form.seen_version,
                by=asking_user(),
                now=clock.now(),
            )
    except actions.LicencesOverlap as error:
        form.blame("valid_from", _overlap(error.other))
        return _licence_page(stands, form, _pristine_removal(stands)), 422
    except ChangedMeanwhile as error:
        form.show_both({field: _shown(field, text) for field, text in error.now_stands.items()}, version=error.version)
        return _licence_page(stands, form, _pristine_removal(stands), changed_meanwhile=True), 409
    return _licence_written(ref, form, spell.valid_from, _("Đã sửa dòng giấy phép."))


@bp.post("/<ref>/licences/<begins>/remove", allow=SUPERVISORS)
def remove_licence(ref: str, begins: str) -> ResponseReturnValue:
    """Take out a line that never was."""
    stands, form = _licence(ref, begins), RemovalForm()
    if not form.validate_on_submit():
        return _licence_page(stands, LicenceForm(formdata=None, kept=stands), form), 422
    try:
        with transaction():
            actions.remove_licence(
                stands, reason=form.why.data.strip(), version=form.seen_version, by=asking_user(), now=clock.now()
            )
    except ChangedMeanwhile as error:
        form.ask_again(version=error.version)
        return _licence_page(stands, LicenceForm(formdata=None, kept=stands), form), 409
    flash(_("Đã bỏ dòng ghi nhầm. Nhật ký còn giữ dòng này và lý do."), "success")
    return _to_sender(ref)


CANNOT_CHANGE = (actions.AlreadySo, actions.NothingRuns, actions.BeginsThatDay, actions.LicencesOverlap)


def _sender(ref: str) -> Sender:
    return sender_by_ref(ref) or abort(404)


def _licence(ref: str, begins: str) -> Licence:
    return licence_beginning(_sender(ref).id, day_in_address(begins)) or abort(404)


def _form_of(sender: Sender) -> SenderForm:
    return SenderForm(kept=sender, whole=asking_user().role in SUPERVISORS)


def _change_form(sender: Sender) -> ChangeForm:
    return ChangeForm(suspended=any(spell.status == "suspended" for spell in sender.licences))


def _edit_page(sender: Sender, form: SenderForm, **more: Any) -> str:
    return render_template("senders/edit.html", sender=sender, f=form, **more)


def _new_licence_page(sender: Sender, form: LicenceForm) -> str:
    return render_template("senders/new_licence.html", sender=sender, f=form)


def _change_page(sender: Sender, form: ChangeForm) -> str:
    return render_template("senders/change.html", sender=sender, f=form)


def _pristine_removal(spell: Licence) -> RemovalForm:
    return RemovalForm(formdata=None, obj=spell)


def _licence_page(spell: Licence, form: LicenceForm, removal: RemovalForm, **more: Any) -> str:
    return render_template("senders/licence.html", sender=spell.sender, licence=spell, f=form, removal=removal, **more)


def _licence_written(ref: str, form: LicenceForm, since: date, said: str) -> ResponseReturnValue:
    flash(said, "success")
    checked = check_licence(form.number.data)
    _warn((*checked.repairs, *checked.warnings))
    warn_of_the_future(since)
    return _to_sender(ref)


def _written(number: str) -> str:
    return str(_("Đã ghi giấy phép %(number)s. Hợp đồng đã có trong sổ được xét lại trong đêm.", number=number))


def _warn(notes: tuple[str, ...]) -> None:
    for note in notes:
        flash(note, "warning")


def _already_there(other: Sender) -> str:
    return str(_("Sổ đã có %(name)s (%(code)s).", name=other.name, code=other.code or _("chưa có mã số")))


def _overlap(other: Licence) -> str:
    return str(
        _(
            "Trùng ngày với dòng đã có: %(spell)s. Ghi ngày cuối cho dòng đó trước, hoặc chọn ngày khác.",
            spell=words.spell(other),
        )
    )


def _why_not(error: Exception, since: date) -> str:
    if isinstance(error, actions.LicencesOverlap):
        return _overlap(error.other)
    if isinstance(error, actions.AlreadySo):
        return str(_("Đã ghi rồi: %(spell)s.", spell=words.spell(error.spell)))
    if isinstance(error, actions.BeginsThatDay):
        return str(_("Dòng đang có bắt đầu đúng ngày %(day)s. Hãy sửa dòng đó.", day=ngay(since)))
    return str(_("Vào ngày %(day)s sổ không có giấy phép nào để đổi. Ghi giấy phép trước.", day=ngay(since)))


def _shown(field: str, value: Any) -> str:
    return str(words.LICENCE_STATES[value]) if field == "status" else plain(value)


def _to_sender(ref: str) -> ResponseReturnValue:
    return redirect(url_for("senders.show", ref=ref), 303)
