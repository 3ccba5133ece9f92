"""Verbs of the ground floor: offices, users, signing in and out, choosing a password, lists to keep."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import Office, SavedList, SetupLink, SignIn, UserAccount
from tracker.auth.passwords import hash_password, password_fits
from tracker.core import crypto
from tracker.core.db import db, insert_rows
from tracker.core.text import tidy

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=8)
LINK_LIVES = timedelta(days=3)
MOST_LISTS = 12


class WrongCredentials(Exception):
    """No account has this name and password; nothing says which of the two is wrong."""


class LinkSpent(Exception):
    """A set-up link that was used, has expired or never existed."""


class TooManyLists(Exception):
    """A user has kept as many lists of a page as fit above it."""


def found_offices(rows: Iterable[dict[str, str | None]]) -> int:
    """Add the offices that are not there yet, parents first; how many were added."""
    ordered = sorted(rows, key=lambda row: str(row["path"]))
    return insert_rows(db.session(), Office, [{"phone": "", **row} for row in ordered])


def set_office_phone(office: Office, phone: str, *, by: audit.Actor | None, now: datetime) -> None:
    """Write down the telephone by which workers and families reach an office; empty when it has none."""
    office.phone = phone
    audit.record("office.phone", ("office", office.path), by=by, now=now, phone=phone)


def add_user(
    *, username: str, display_name: str, role: str, office_path: str, now: datetime, phone: str = "", email: str = ""
) -> UserAccount:
    """Add a user who cannot sign in until a password is chosen through a set-up link."""
    user = UserAccount(
        ref=crypto.new_ref("U"),
        username=username.strip().lower(),
        display_name=display_name,
        role=role,
        office_path=office_path,
        created_at=now,
        phone=phone,
        email=email,
    )
    db.session.add(user)
    db.session.flush()
    audit.record("user.add", ("user", user.ref), by=None, now=now, role=role, office=office_path)
    return user


def set_up_link(user: UserAccount, *, now: datetime) -> str:
    """A secret that lets this user choose a password once, within three days; earlier ones end."""
    _end_links(user, now=now)
    secret = crypto.new_secret(160)
    db.session.add(SetupLink(token_hash=crypto.fingerprint(secret), user_id=user.id, expires_at=now + LINK_LIVES))
    audit.record("user.link", ("user", user.ref), by=None, now=now)
    return secret


def _end_links(user: UserAccount, *, now: datetime) -> None:
    open_ones = sa.update(SetupLink).where(SetupLink.user_id == user.id, SetupLink.used_at.is_(None))
    db.session.execute(open_ones.values(used_at=now))


def disable_user(user: UserAccount, *, now: datetime) -> None:
    """Shut the door to a user who has left: every session and link ends at once; what was done keeps the name."""
    user.disabled_at = now
    end_all_sessions(user, now=now)
    _end_links(user, now=now)
    audit.record("user.disable", ("user", user.ref), by=None, now=now)


def enable_user(user: UserAccount, *, now: datetime) -> None:
    """Open the door again to a user who came back."""
    user.disabled_at = None
    audit.record("user.enable", ("user", user.ref), by=None, now=now)


def set_email(user: UserAccount, email: str, *, by: audit.Actor | None, now: datetime) -> None:
    """Where a user gets alarms; empty for nowhere."""
    user.email = email.strip()
    audit.record("user.email", ("user", user.ref), by=by, now=now)


def user_of_link(secret: str, *, now: datetime) -> UserAccount:
    """The user whom a set-up link is for. Raises LinkSpent."""
    link = db.session.get(SetupLink, crypto.fingerprint(secret))
    if link is None or link.used_at or link.expires_at <= now or link.user_id is None:
        raise LinkSpent
    user = db.session.get(UserAccount, link.user_id)
    if user is None or user.disabled_at is not None:
        raise LinkSpent
    return user


def choose_password(secret: str, password: str, *, now: datetime) -> UserAccount:
    """Spend a set-up link: store the password and end every session of the user. Raises LinkSpent."""
    user = user_of_link(secret, now=now)
    spent = sa.update(SetupLink).where(SetupLink.token_hash == crypto.fingerprint(secret), SetupLink.used_at.is_(None))
    if not db.session.execute(spent.values(used_at=now)).rowcount:  # type: ignore[attr-defined]
        raise LinkSpent
    set_password(user, password)
    end_all_sessions(user, now=now)
    audit.record("user.password", ("user", user.ref), by=user, now=now)
    return user


def set_password(user: UserAccount, password: str) -> None:
    """Store the hash of a password."""
    user.password_hash = hash_password(password)


def sign_in(username: str, password: str, *, now: datetime, device: str = "") -> tuple[SignIn, str]:
    """Open a session; it and its secret. Raises WrongCredentials, in equal time for all causes."""
    named = sa.select(UserAccount).where(UserAccount.username == username.strip().lower())
    user = db.session.scalars(named).first()
    fits = password_fits(user.password_hash if user else "", password)
    if user is None or not fits or user.disabled_at is not None:
        raise WrongCredentials
    secret = crypto.new_secret(160)
    opened = SignIn(
        token_hash=crypto.fingerprint(secret),
        ref=crypto.new_ref("S"),
        user_id=user.id,
        started_at=now,
        last_used_at=now,
        previous_sign_in_at=_last_sign_in(user),
        ends_at=now + ABSOLUTE,
        device=device[:120],
    )
    db.session.add(opened)
    audit.record("user.sign_in", ("user", user.ref), by=user, now=now)
    return opened, secret


def sign_out(sign_in: SignIn, *, now: datetime) -> None:
    """End one session."""
    sign_in.ended_at = now
    audit.record("user.sign_out", ("user", sign_in.user.ref), by=sign_in.user, now=now)


def end_all_sessions(user: UserAccount, *, now: datetime) -> None:
    """End every session of a user at once."""
    living = sa.update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    db.session.execute(living.values(ended_at=now))


def choose_language(user: UserAccount, language: str, *, now: datetime) -> None:
    """Remember the language in which a user reads."""
    user.language = language
    audit.record("user.language", ("user", user.ref), by=user, now=now, language=language)


def _last_sign_in(user: UserAccount) -> datetime | None:
    return db.session.scalar(sa.select(sa.func.max(SignIn.started_at)).where(SignIn.user_id == user.id))


def keep_list(page: str, name: str, filters: dict[str, str], *, by: UserAccount, now: datetime) -> SavedList:
    """Keep the filters of a page under a name; the same name again takes the new filters. Raises TooManyLists."""
    mine = sa.select(SavedList).where(SavedList.user_id == by.id, SavedList.page == page)
    kept = {one.name: one for one in db.session.scalars(mine)}
    found = kept.get(tidy(name))
    if found is None:
        if len(kept) >= MOST_LISTS:
            raise TooManyLists(page)
        found = SavedList(
            ref=crypto.new_ref("DS"), user_id=by.id, page=page, name=tidy(name), created_at=now, filters={}
        )
        db.session.add(found)
    found.filters = filters
    audit.record("list.keep", ("user", by.ref), by=by, now=now, page=page)
    return found


def forget_list(ref: str, *, by: UserAccount, now: datetime) -> SavedList | None:
    """Forget one of the user's own lists; it, if there was one."""
    found = db.session.scalar(sa.select(SavedList).where(SavedList.ref == ref, SavedList.user_id == by.id))
    if found is not None:
        db.session.delete(found)
        audit.record("list.forget", ("user", by.ref), by=by, now=now, page=found.page)
    return found
