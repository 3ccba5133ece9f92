"""A person as rows: every column that follows from what was told. Used one by one and for whole lists."""

from datetime import datetime
from typing import Any

from tracker.core.clock import day_of
from tracker.core.crypto import new_ref
from tracker.core.text import fold, name_keys, sort_key, tidy
from tracker.people import secrets
from tracker.people.models import ID_KINDS
from tracker.people.person import NewContact, NewRelative, Person

KEY_LENGTH = 120


def worker_row(person: Person, *, ref: str, by_id: int | None, now: datetime) -> dict[str, Any]:
    """The columns of `worker` for a person, all but the id; numbers sealed for this reference."""
    return {
        **name_columns(person.full_name),
        "ref": ref,
        "list_ref": person.list_ref,
        "office_path": person.office_path,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "ethnic_group": person.ethnic_group,
        "commune_code": person.commune_code,
        "commune_on": (person.commune_on or day_of(now)) if person.commune_code else None,
        "village": tidy(person.village),
        "household": person.household,
        "qualification": person.qualification,
        "note": person.note.strip(),
        **identity_columns(person, ref=ref),
        "created_at": now,
        "created_by": by_id,
        "source": person.source,
        "sealed_case": False,
        "version": 1,
    }


def identity_columns(person: Person, *, ref: str) -> dict[str, Any]:
    """The sealed numbers of a person and the indexes by which they are found."""
    return {
        "id_kind": person.id_kind,
        "id_number_sealed": secrets.seal_id(person.id_number, ref),
        "id_number_index": secrets.id_index(person.id_number),
        "id_last4_index": secrets.id_last4_index(person.id_number),
        "passport_sealed": secrets.seal_passport(person.passport, ref) if person.passport else None,
        "passport_index": secrets.passport_index(person.passport) if person.passport else None,
        "passport_expires_on": person.passport_expires_on,
    }


def earlier_number_row(worker_id: int, kind: str, value: str, *, now: datetime) -> dict[str, Any]:
    """The columns of `earlier_number`: a number, sealed, by which a worker was known and is still found."""
    ref = new_ref("SC")
    found_by = {"passport": secrets.passport_index, "file": secrets.file_index, "list": secrets.list_index}
    return {
        "worker_id": worker_id,
        "ref": ref,
        "kind": kind,
        "value_sealed": secrets.seal_earlier(value, ref),
        "value_index": found_by.get(kind, secrets.id_index)(value),
        "last4_index": secrets.id_last4_index(value) if kind in ID_KINDS else None,
        "created_at": now,
    }


def name_columns(full_name: str) -> dict[str, str]:
    """A name with its folded form and the key by which lists are sorted."""
    return {
        "full_name": tidy(full_name),
        "name_fold": fold(full_name)[:KEY_LENGTH],
        "sort_key": sort_key(full_name)[:KEY_LENGTH],
    }


def name_key_rows(worker_id: int, full_name: str) -> list[dict[str, Any]]:
    """The rows of `name_key` for a worker's name: one per tail."""
    return [{"worker_id": worker_id, "key": key[:KEY_LENGTH]} for key in name_keys(full_name)]


def contact_row(
    worker_id: int, contact: NewContact, *, now: datetime, relative_id: int | None = None
) -> dict[str, Any]:
    """The columns of `contact_point` for a number or address of a worker, or of a relative of his."""
    ref = new_ref("LH")
    sealed = secrets.seal_contact(contact.kind, contact.value, ref)
    return {
        "worker_id": worker_id,
        "relative_id": relative_id,
        "ref": ref,
        "kind": contact.kind,
        "value_sealed": sealed.value_sealed,
        "value_index": sealed.value_index,
        "last4_index": sealed.last4_index,
        "place": sealed.place,
        "preferred": contact.preferred,
        "quality": contact.quality,
        "quality_on": None,
        "created_at": now,
    }


def contact_status_row(worker_id: int) -> dict[str, Any]:
    """The columns of `contact_status` for a worker of whom nothing has been heard yet."""
    return {"worker_id": worker_id, "state": "new", "last_sure_kind": "", "last_weak_kind": ""}


def relative_row(worker_id: int, relative: NewRelative, *, now: datetime) -> dict[str, Any]:
    """The columns of `relative`, all but the id."""
    return {
        "worker_id": worker_id,
        "ref": new_ref("TN"),
        "full_name": tidy(relative.full_name),
        "kinship": tidy(relative.kinship),
        "contact_order": relative.contact_order,
        "may_see": relative.may_see,
        "consent_on": relative.consent_on,
        "consent_how": relative.consent_how,
        "created_at": now,
        "version": 1,
    }
