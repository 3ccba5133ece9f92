"""Ways out of the house: what a channel promises, the spool folder and e-mail."""

import os
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from tracker.core.settings import Settings
from tracker.messages.replies import ROUTE, TEMPORARY, UNCERTAIN, whose
from tracker.messages.templates import Rendered

TIMEOUT = 20


class NotHandedOver(Exception):
    """A gateway did not take a message. `kind` says whether another try can help, or whether nobody knows.

    ROUTE is a refusal of ourselves: another try helps once somebody has set our route or settings right.
    """

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(f"{ROUTE}: {why}" if kind == ROUTE else why)
        self.kind = kind


class ChannelRefused(Exception):
    """This installation may not send by this channel."""


@dataclass(frozen=True)
class Letter:
    """One message as a channel gets it: our reference, one address and the words."""

    reference: str
    to: str
    written_at: datetime
    words: Rendered


class Channel(Protocol):
    """A way out. `honours_reference`: the same letter sent twice under one reference arrives once."""

    honours_reference: bool

    def send(self, letter: Letter) -> str:
        """Hand one letter over; the gateway's own reference. Raises NotHandedOver."""

    def close(self) -> None:
        """Let go of the connection; safe to call at any time."""


def usable(channel: str, settings: Settings) -> bool:
    """Whether this installation may send by this channel: a demo only ever writes files."""
    if channel == "file":
        return True
    return channel == "email" and not settings.demo and bool(settings.smtp_host)


def channel_for(kind: str, settings: Settings) -> str:
    """The channel for a kind of contact point: e-mail by mail server if there is one, anything else by the spool."""
    return "email" if kind == "email" and usable("email", settings) else "file"


def open_channel(name: str, settings: Settings) -> Channel:
    """The channel of this name. Raises ChannelRefused in a demo for anything but files, or without a mail server."""
    if not usable(name, settings):
        raise ChannelRefused(name)
    return FileChannel(settings.spool) if name == "file" else EmailChannel(settings)


class FileChannel:
    """Leaves each message as a file in the spool, where a modem's program may fetch it (moving it to `taken`)."""

    honours_reference = True

    def __init__(self, spool: Path) -> None:
        self.spool = spool
        self.spool.mkdir(parents=True, exist_ok=True)

    def send(self, letter: Letter) -> str:
        """Write the file whole or not at all; a reference already there is left as it is."""
        is_mail = "@" in letter.to
        name = f"{letter.reference}{'.eml' if is_mail else '.txt'}"
        if (self.spool / name).exists() or (self.spool / "taken" / name).exists():
            return name
        content = bytes(email_of(letter, "tracker@localhost")) if is_mail else short_message(letter).encode()
        self._write(name, content)
        return name

    def close(self) -> None:
        """Nothing is kept open."""

    def _write(self, name: str, content: bytes) -> None:
        part = self.spool / f".{name}.{os.getpid()}"
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.spool / name)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise NotHandedOver(TEMPORARY, f"spool: {error.strerror}") from error


class EmailChannel:
    """Sends by SMTP over one kept connection. A mail server does not honour our reference."""

    honours_reference = False

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.line: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> str:
        """Hand one mail over; its Message-ID. Only a connection lost after the text was sent is uncertain.

        Raises UnicodeEncodeError, before anything is said, for an address that a mail server does not take.
        """
        letter.to.encode("ascii")
        mail = email_of(letter, self.settings.mail_from)
        text = mail.as_bytes(policy=SMTP_POLICY)
        try:
            self._text(self._envelope(letter.to), text)
        except Exception:
            # Whatever went wrong: the next letter must not find itself in the midst of this one's dialogue.
            self.close()
            raise
        return str(mail["Message-ID"])

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        line, self.line = self.line, None
        if line is not None:
            with suppress(OSError, smtplib.SMTPException):
                line.quit()

    def _envelope(self, to: str) -> smtplib.SMTP:
        """Sender, recipient and the server's leave to send; a kept connection that has gone is opened anew once."""
        kept = self.line is not None
        try:
            line = self.line or self._connect()
            self._accepted(line.mail(self.settings.mail_from), "MAIL")
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self.close()
            if not kept:
                raise _refusal(error) from error
            return self._envelope(to)
        try:
            self._accepted(line.rcpt(to), "RCPT")
            self._accepted(line.docmd("DATA"), "DATA", wanted=354)
        except (smtplib.SMTPException, OSError) as error:
            raise _refusal(error) from error
        return line

    def _text(self, line: smtplib.SMTP, text: bytes) -> None:
        """The text itself, after which silence of the server leaves us uncertain."""
        try:
            line.send(re.sub(rb"(?m)^\.", b"..", text) + b".\r\n")
            reply = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise NotHandedOver(UNCERTAIN, f"connection lost after DATA: {error}") from error
        self._accepted(reply, "text")

    def _accepted(self, reply: tuple[int, bytes], stage: str, *, wanted: int = 250) -> None:
        code, said = reply
        if code == wanted or (stage == "RCPT" and code == 251):
            return
        words = said.decode(errors="replace")
        kind, why = whose(stage, code, words), f"{stage}: {code} {words[:200]}"
        raise NotHandedOver(kind, why)

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        line = self.line = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
        if settings.smtp_tls:
            line.starttls(context=ssl.create_default_context())
        line.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            line.login(settings.smtp_user, settings.smtp_password)
        return line


def email_of(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a mail; its Message-ID is our reference, so that a double can be recognised."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = letter.to
    mail["Subject"] = letter.words.subject
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = f"<{letter.reference}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.words.text, cte="8bit" if letter.words.text.isascii() else "base64")
    return mail


def short_message(letter: Letter) -> str:
    """The letter as a spool file for a modem: headers, an empty line, the text without accents."""
    return f"To: {letter.to}\nReference: {letter.reference}\n\n{letter.words.sms}\n"


def _refusal(error: Exception) -> NotHandedOver:
    """Any failure before the text was sent: nothing has gone out, so another try is safe."""
    return NotHandedOver(ROUTE if _is_setting(error) else TEMPORARY, f"{type(error).__name__}: {error}"[:300])


def _is_setting(error: Exception) -> bool:
    """Whether the server will not have us as we are told to come: our name, our password, no TLS."""
    refused = isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600
    return refused or isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError)
