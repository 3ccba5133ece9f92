"""A form sent after the session had ended: the door keeps what was typed, and it may be sent again behind it."""

import json
from dataclasses import dataclass

from flask import request

from tracker.core.crypto import BadToken, conceal, reveal

PURPOSE = "sent-again"
NOT_KEPT = {"csrf_token", "form_token", "password", "again"}


@dataclass(frozen=True)
class Sent:
    """Where a form was sent, and its fields: (name, value) in their order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def sealed_form() -> str:
    """The form of this request, sealed so that it can wait in a page; empty when it cannot, as with files."""
    if request.files:
        return ""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_KEPT]
    return conceal(PURPOSE, json.dumps([request.full_path.rstrip("?"), fields]))


def opened(token: str) -> Sent | None:
    """The form of a sealed token; none when there is none or it was altered."""
    try:
        path, fields = json.loads(reveal(PURPOSE, token))
    except (BadToken, ValueError):
        return None
    return Sent(path, tuple((name, value) for name, value in fields))
