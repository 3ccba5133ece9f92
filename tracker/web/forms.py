"""What every form shares: Vietnamese messages, CSRF and the one-time token that makes a double click harmless."""

import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField

from tracker.core import clock
from tracker.core.db import AlreadySent, db, transaction
from tracker.core.runs import FormReceipt
from tracker.web.wtforms_words import VietnameseWords

SAFE = {"GET", "HEAD", "OPTIONS"}


def new_form_token() -> str:
    """A one-time token, also for the forms of one button that have no form class."""
    return secrets.token_urlsafe(18)


class Form(FlaskForm):
    """A form of the house."""

    form_token = HiddenField(default=new_form_token)

    class Meta(FlaskForm.Meta):
        """Where WTForms finds its words."""

        def get_translations(self, form: Any) -> VietnameseWords:
            """Our catalogue."""
            return VietnameseWords()

    def blame(self, field: str, message: str) -> None:
        """Put a message at a field, or over the form when there is no such field."""
        if field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, message]
        else:
            self.form_errors.append(message)


class VersionedForm(Form):
    """A form over a row that others may change meanwhile; `version` is that of the row when the page was opened."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that whoever typed has read; 0 when the page told none."""
        told = self.version.data or ""
        return int(told) if told.isascii() and told.isdigit() else 0

    def show_both(self, stands: Mapping[str, str], *, version: int) -> None:
        """Keep what was typed, and beside it what somebody else has written: {field: its text}. Sent again, it wins."""
        self.version.data = str(version)
        for field, text in stands.items():
            self.blame(field, _("Người khác vừa ghi: “%(text)s”.", text=text))


def note_form_token() -> None:
    """Before each request: hand the one-time token of a sent form to the transaction that will do its work."""
    if request.method in SAFE:
        return
    token = request.form.get("form_token", "")
    if not 16 <= len(token) <= 64:
        abort(400, "form_token")
    db.session().info["form_token"] = (token, clock.now())


def spare_form_token() -> None:
    """A look while somebody still types does not use up the token of the form that is being typed into."""
    db.session().info.pop("form_token", None)


def remember_where_it_led(location: str) -> None:
    """After a form did its work: note where it led, so that a second sending is shown the same place."""
    token = db.session().info.get("form_taken")
    if not token:
        return
    with transaction() as session:
        noted = sa.update(FormReceipt).where(FormReceipt.token == token, FormReceipt.led_to == "")
        session.execute(noted.values(led_to=location[:2000]))


def show_first_result(_error: AlreadySent) -> ResponseReturnValue:
    """A form that was already sent: answer with where its first sending led."""
    db.session.rollback()
    token = request.form.get("form_token", "")
    receipt = db.session.get(FormReceipt, token)
    return redirect(receipt.led_to if receipt and receipt.led_to else "/", 303)
