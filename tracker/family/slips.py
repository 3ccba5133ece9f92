"""The printed slip of a family's login: short address, code in groups, QR."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import segno

from tracker.auth.models import UserAccount
from tracker.core.crypto import BadToken, conceal, reveal
from tracker.family.models import FamilyLogin

GROUP = 4
PURPOSE = "slip"
SHOWN = timedelta(minutes=10)


@dataclass(frozen=True)
class Slip:
    """What is printed once and not kept: the code in groups, the address, and the QR of the address as an image."""

    login_ref: str
    code: str
    address: str
    qr: str


def slip(login: FamilyLogin, code: str, *, short_host: str, public_url: str) -> Slip:
    """The slip of a new login. The QR holds the address alone: a photo of it lets nobody in."""
    qr = segno.make(f"{public_url}/gd", error="m").svg_data_uri(scale=4, border=2)
    return Slip(login.ref, grouped(code), f"{short_host}/gd", qr)


def sealed(code: str, login: FamilyLogin, user: UserAccount, *, until: datetime) -> str:
    """A code as it may stand in an address: readable by us alone, for this login, this officer and this while."""
    return conceal(PURPOSE, f"{login.ref} {user.ref} {until.timestamp():.0f} {code}")


def unsealed(token: str, login: FamilyLogin, user: UserAccount, *, now: datetime) -> str | None:
    """The code of a sealed token; none when it was altered, is over, or is meant for somebody else."""
    try:
        login_ref, user_ref, until, code = reveal(PURPOSE, token).split(" ")
    except (BadToken, ValueError):
        return None
    meant = (login_ref, user_ref) == (login.ref, user.ref)
    return code if meant and now.timestamp() < int(until) else None


def grouped(code: str) -> str:
    """A code in groups of four, as people read it aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
