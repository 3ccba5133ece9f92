"""Numbers of persons: how they are sealed, opened, masked, and found again without being read."""

from dataclasses import dataclass

from tracker.core.crypto import blind, seal, unseal
from tracker.people.models import ContactPoint, EarlierNumber, Worker

LAST = 4
NATIONAL_DIGITS = 9
MASK = "••••••"


@dataclass(frozen=True)
class SealedContact:
    """The columns of `contact_point` that follow from its value."""

    value_sealed: bytes
    value_index: bytes
    last4_index: bytes
    place: str


def seal_id(number: str, ref: str) -> bytes:
    """A CMND or CCCD number sealed for the worker with this reference."""
    return seal(plain_number(number), table="worker", row=ref, column="id_number")


def open_id(worker: Worker) -> str:
    """The worker's CMND or CCCD number, digits only. Raises BrokenSeal."""
    return unseal(worker.id_number_sealed, table="worker", row=worker.ref, column="id_number")


def seal_passport(number: str, ref: str) -> bytes:
    """A passport number sealed for the worker with this reference."""
    return seal(plain_passport(number), table="worker", row=ref, column="passport")


def open_passport(worker: Worker) -> str:
    """The worker's passport number; empty when none is known. Raises BrokenSeal."""
    if worker.passport_sealed is None:
        return ""
    return unseal(worker.passport_sealed, table="worker", row=worker.ref, column="passport")


def seal_contact(kind: str, value: str, ref: str) -> SealedContact:
    """A phone number or e-mail address sealed for the contact point with this reference, with its indexes."""
    plain = plain_contact(kind, value)
    return SealedContact(
        value_sealed=seal(plain, table="contact_point", row=ref, column="value"),
        value_index=contact_index(kind, plain),
        last4_index=contact_last4_index(plain),
        place=contact_place(ref),
    )


def open_contact(point: ContactPoint) -> str:
    """The phone number or e-mail address of a contact point. Raises BrokenSeal."""
    return open_address(point.value_sealed, point.place)


def open_address(sealed: bytes, place: str) -> str:
    """A sealed address by the place it was sealed for, as messages carry both along. Raises BrokenSeal."""
    table, row, column = place.split(":")
    return unseal(sealed, table=table, row=row, column=column)


def seal_earlier(value: str, ref: str) -> bytes:
    """A number of a merged file sealed for the earlier number with this reference."""
    return seal(value, table="earlier_number", row=ref, column="value")


def open_earlier(number: EarlierNumber) -> str:
    """A number under which a merged file was known. Raises BrokenSeal."""
    return unseal(number.value_sealed, table="earlier_number", row=number.ref, column="value")


def contact_place(ref: str) -> str:
    """The place for which a contact point's value is sealed."""
    return f"contact_point:{ref}:value"


def id_index(number: str) -> bytes:
    """By which a whole CMND or CCCD number is found."""
    return blind("id_number", plain_number(number))


def id_last4_index(number: str) -> bytes:
    """By which a CMND or CCCD number is found from its last four digits (or from the whole)."""
    return blind("id_last4", plain_number(number)[-LAST:])


def passport_index(number: str) -> bytes:
    """By which a whole passport number is found."""
    return blind("passport", plain_passport(number))


def file_index(ref: str) -> bytes:
    """By which the reference of a merged file is found."""
    return blind("file", ref)


def list_index(list_ref: str) -> bytes:
    """By which the reference that a list gave to a merged file is found."""
    return blind("list", list_ref)


def contact_index(kind: str, value: str) -> bytes:
    """By which a whole phone number or e-mail address is found."""
    return blind("contact", plain_contact(kind, value))


def contact_last4_index(value: str) -> bytes:
    """By which a phone number is found from its last four digits (or from the whole)."""
    return blind("contact_last4", value.strip()[-LAST:])


def plain_number(text: str) -> str:
    """The digits of a number as people type it, with spaces, dots or dashes."""
    return "".join(letter for letter in text if letter.isdigit())


def plain_passport(text: str) -> str:
    """A passport number in capitals without spaces: "B7741203"."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def plain_phone(text: str) -> str:
    """A phone number as it is kept: "+84912345678", "+886912345678"; a lost or a national leading 0 means Vietnam."""
    digits = plain_number(text)
    if text.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0"):
        return f"+84{digits[1:]}"
    return f"+84{digits}" if len(digits) == NATIONAL_DIGITS else f"+{digits}"


def plain_contact(kind: str, value: str) -> str:
    """A phone number or e-mail address as it is kept and compared."""
    return plain_phone(value) if kind == "phone" else value.strip().lower()


def masked(value: str) -> str:
    """What may be shown of a number without a logged look: its last three characters."""
    if "@" in value:
        name, _, domain = value.partition("@")
        return f"{name[:1]}{MASK}@{domain}"
    return f"{MASK}{value[-3:]}"
