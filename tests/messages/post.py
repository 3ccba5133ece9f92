"""A local mail server that does what it is told, and a short way to queue messages."""

import email.policy
import socket
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.messages import actions
from tracker.messages.actions import SealedAddress
from tracker.messages.models import Message


class MailServer:
    """Takes mail on this machine. `answers` are given to the next texts instead of 250; "cut" hangs up.

    `on_sender` are given to the next MAIL FROM, `on_recipient` to the next RCPT TO.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []
        self.on_sender: list[str] = []
        self.on_recipient: list[str] = []
        self.connections = 0
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port())

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._controller.stop()

    async def handle_EHLO(  # noqa: N802  (the library's own name)
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.on_sender:
            return self.on_sender.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.on_recipient:
            return self.on_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "cut":
            server.transport.abort()
        elif answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            letter = message_from_bytes(content, policy=email.policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return answer if answer != "cut" else "421 gone"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def queued(to: str | SealedAddress, *, key: str, now: datetime | None = None, **told: Any) -> bool:
    """Queue one message in a transaction of its own."""
    given: dict[str, Any] = {
        "about": ("check_in", "AAA"),
        "template": "check_in_ask",
        "channel": "file",
        "office_path": "vn.11",
        **told,
    }
    with transaction():
        return actions.queue(key=key, to=to, now=now or clock.now(), **given)


def fresh(key: str) -> Message:
    """The message as the database has it now."""
    db.session.expire_all()
    return db.session.execute(sa.select(Message).where(Message.key == key)).scalar_one()
