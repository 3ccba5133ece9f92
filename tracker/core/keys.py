"""Whose keys these are: the database keeps a fingerprint of every key that its rows hang on."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core.db import Base, insert_rows
from tracker.core.settings import SettingsRefused

# Without these, sealed fields, indexes and links are lost. The sessions' key may be changed: people sign in again.
KEPT = ("field", "index", "link")
NOT_ITS_KEYS = (
    "Khóa đang dùng ({names}) không phải khóa của cơ sở dữ liệu này: số giấy tờ và điện thoại sẽ không đọc được. "
    "Đặt lại đúng tệp khóa từ bản sao lưu, hoặc sửa TRACKER_KEYS_FILE; xem docs/running.md, mục “The keys file”.\n"
    "The keys in use ({names}) are not those of this database: numbers of papers and telephones could not be read. "
    "Put its keys file back from the backup, or correct TRACKER_KEYS_FILE; see docs/running.md, “The keys file”."
)


class KeyFingerprint(Base):
    """By what one key of this database is recognised; the key cannot be read from it."""

    __tablename__ = "key_fingerprint"

    name: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    kept_at: Mapped[datetime]


KEPT_IN_ROWS = sa.select(KeyFingerprint.name, KeyFingerprint.fingerprint).order_by(KeyFingerprint.name)


def refuse_other_keys(engine: sa.Engine, keys: dict[str, str]) -> None:
    """Look whether these are the keys of the database, if it keeps any fingerprints. Raises SettingsRefused.

    No connection is left open: a server that forks after this would share it among its workers.
    """
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return
    try:
        with engine.connect() as connection:
            if sa.inspect(connection).has_table(KeyFingerprint.__tablename__):
                _compare(connection.execute(KEPT_IN_ROWS), keys)
    finally:
        engine.dispose()


def keep_fingerprints(session: Session, keys: dict[str, str], *, now: datetime) -> None:
    """Keep the fingerprints of the keys in a database that has none yet. Raises SettingsRefused when it has others."""
    rows = [{"name": name, "fingerprint": _fingerprint(name, keys[name]), "kept_at": now} for name in KEPT]
    insert_rows(session, KeyFingerprint, rows)
    _compare(session.execute(KEPT_IN_ROWS), keys)


def _compare(kept: Iterable[Any], keys: dict[str, str]) -> None:
    others = [name for name, fingerprint in kept if fingerprint != _fingerprint(name, keys[name])]
    if others:
        raise SettingsRefused(NOT_ITS_KEYS.format(names=", ".join(others)))


def _fingerprint(name: str, key: str) -> str:
    return hmac.new(key.encode(), f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()
