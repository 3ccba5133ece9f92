"""The offices of a supervisor's area and the telephone of each, by which workers and families can call back."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional, ValidationError

from tracker.auth import actions
from tracker.auth.door import asking_user
from tracker.auth.models import Office
from tracker.auth.queries import office_by_path, offices_within, phone_of
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import scope_in_force
from tracker.people.phones import check_phone, shown_phone
from tracker.web.forms import Form
from tracker.web.routes import SUPERVISORS, Blueprint

bp = Blueprint("offices", __name__, url_prefix="/offices")


class PhoneForm(Form):
    """The telephone of one office; empty when it has none of its own."""

    phone = StringField(_l("Điện thoại đơn vị"), [Optional(), Length(max=30)])

    def validate_phone(self, field: StringField) -> None:
        """A number that can be called. Raises ValidationError."""
        checked = check_phone(field.data)
        if not checked.ok:
            raise ValidationError(" ".join(checked.refusals))

    def kept(self) -> str:
        """The number as people read it; the form must be valid."""
        return shown_phone(check_phone(self.phone.data).value) if self.phone.data else ""


@dataclass(frozen=True)
class Line:
    """One office and the telephone that stands for it: its own, or that of the nearest office above."""

    office: Office
    phone_in_use: str


@bp.get("", allow=SUPERVISORS)
def index() -> ResponseReturnValue:
    """Every office of the area with its telephone."""
    mine = asking_user().office_path
    return render_template("home/offices/index.html", lines=_lines(mine))


@bp.get("/<path>", allow=SUPERVISORS)
def edit(path: str) -> ResponseReturnValue:
    """The telephone of one office, to write down or correct."""
    office = _office(path)
    return render_template("home/offices/edit.html", office=office, f=PhoneForm(phone=office.phone))


@bp.post("/<path>", allow=SUPERVISORS, endpoint="set_phone")
def set_phone(path: str) -> ResponseReturnValue:
    """Write the telephone down."""
    office, form = _office(path), PhoneForm()
    if not form.validate_on_submit():
        return render_template("home/offices/edit.html", office=office, f=form), 422
    with transaction():
        actions.set_office_phone(office, form.kept(), by=asking_user(), now=clock.now())
    flash(_("Đã ghi điện thoại của %(office)s.", office=office.name), "success")
    return redirect(url_for("offices.index"), 303)


def _lines(mine: str) -> list[Line]:
    """The offices in the order of the tree, so that the one above has been seen before those below."""
    in_use: dict[str | None, str] = {}
    lines = []
    for office in offices_within(mine):
        above = in_use[office.parent_path] if office.parent_path in in_use else phone_of(office.path)
        in_use[office.path] = office.phone or above
        lines.append(Line(office, in_use[office.path]))
    return lines


def _office(path: str) -> Office:
    """An office of the area; 404 for any other."""
    office = office_by_path(path)
    if office is None or not scope_in_force(db.session()).covers(office.path):
        abort(404)
    return office
