"""A small register of senders to write in."""

from datetime import date
from typing import Any

from tracker.core import clock
from tracker.core.db import db
from tracker.senders import actions
from tracker.senders.actions import LicenceSpell
from tracker.senders.models import Licence, Sender

GRANTED = date(2017, 1, 1)


def a_sender(name: str = "Công ty Cổ phần Nhân lực Tây Bắc", **more: str) -> Sender:
    """A sender in the register, already flushed. Call inside a transaction."""
    sender = actions.add_sender(name, by=None, now=clock.now(), **more)
    db.session.flush()
    return sender


def a_licence(sender: Sender, valid_from: date = GRANTED, valid_to: date | None = None, **more: Any) -> Licence:
    """A spell of its licence, number 12 and in force unless told otherwise. Call inside a transaction."""
    spell = LicenceSpell(more.pop("number", "12/LĐTBXH-GP"), valid_from, valid_to, **more)
    return actions.add_licence(sender, spell, by=None, now=clock.now())
