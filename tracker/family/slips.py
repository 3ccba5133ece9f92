"""The printed slip of a family's login: short address, code in groups, QR."""

from dataclasses import dataclass

import segno

from tracker.family.models import FamilyLogin

GROUP = 4


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


def grouped(code: str) -> str:
    """A code in groups of four, as people read it aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
