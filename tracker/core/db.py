"""The one door to the two databases: models' base, transactions, set-based writes, all dialect code."""

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from tracker.core.scope import guard_flush, guard_statement

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BATCH = 1000


class NestedTransaction(Exception):
    """A transaction was opened inside another; only views, jobs and commands open one."""


class NoTransaction(Exception):
    """Something that belongs to a transaction was asked for outside of one."""


class AlreadySent(Exception):
    """The form behind this transaction was sent before; its work is done."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored in UTC and always read back with its zone; naive values are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Instant to what the database keeps. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def bind_processor(self, dialect: Dialect) -> Any:
        """The same in one step where the database keeps text: writing many rows is mostly writing instants."""
        return _as_sqlite_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database keeps to an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_sqlite_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def Sortable(length: int) -> sa.String:  # noqa: N802  (reads as a column type)
    """Text compared byte by byte on both databases, so that ranges and prefixes use the index alike."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class Base(DeclarativeBase):
    """What every table is declared on."""

    metadata = sa.MetaData(naming_convention=NAMING)
    registry = registry(
        metadata=metadata,
        type_annotation_map={datetime: UtcDateTime(), str: sa.Text(), dict[str, Any]: sa.JSON(), list[Any]: sa.JSON()},
    )


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})


def one_of(column: str, values: Sequence[str], name: str) -> sa.CheckConstraint:
    """A CHECK that a text column holds one of the values (or is empty where the column allows it)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: commits at the end, rolls back on any error. Raises NestedTransaction."""
    session = db.session()
    if session.info.get("in_transaction"):
        raise NestedTransaction
    session.info["in_transaction"] = True
    try:
        begin_writing(session)
        _take_form_token(session)
        yield session
        do_last_things(session)
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop("form_taken", None)
        raise
    finally:
        session.info.pop("before_commit", None)
        session.info["in_transaction"] = False


def before_commit(session: Session, work: Callable[[Session, list[Any]], None], item: Any) -> None:
    """Have work done once with all its items, as the last thing of the transaction. Raises NoTransaction.

    For what takes a lock that everybody waits for: taken last, it is held shortly and cannot be part of a circle.
    What is rolled back takes its items with it.
    """
    if not session.info.get("in_transaction"):
        raise NoTransaction
    session.info.setdefault("before_commit", {}).setdefault(work, []).append(item)


def do_last_things(session: Session) -> None:
    """Do what waits for the end of the transaction: as the transaction does, and whoever measures its work whole."""
    for work, items in session.info.pop("before_commit", {}).items():
        work(session, items)


def _take_form_token(session: Session) -> None:
    """Keep the one-time token of the form that asked for this work. Raises AlreadySent the second time."""
    from tracker.core.runs import FormReceipt

    token, at = session.info.get("form_token", ("", None))
    if not token or session.info.get("form_taken") == token:
        return
    if insert_rows(session, FormReceipt, [{"token": token, "at": at, "led_to": ""}]) == 0:
        raise AlreadySent(token)
    session.info["form_taken"] = token


def begin_writing(session: Session) -> None:
    """Take SQLite's write lock at once, so that a reader never has to be promoted half-way."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(type(raw))
    raw.rollback()
    raw.execute("BEGIN IMMEDIATE")


def insert_missing(session: Session, model: type[Base], columns: Sequence[str], rows: sa.Select[Any]) -> int:
    """INSERT … SELECT … ON CONFLICT DO NOTHING; how many rows went in. Safe to repeat, and by two at once."""
    selected = rows if rows.whereclause is not None else rows.where(sa.true())
    statement = _insert(session, model).from_select(list(columns), selected, include_defaults=False)
    outcome = session.execute(
        statement.on_conflict_do_nothing(), execution_options={"preserve_rowcount": True, "synchronize_session": False}
    )
    return max(int(outcome.rowcount), 0)  # type: ignore[attr-defined]


def changed(session: Session, statement: sa.Update | sa.Delete) -> int:
    """Run an UPDATE or DELETE of many rows past what the session holds of them; how many rows it changed."""
    outcome = session.execute(statement, execution_options={"preserve_rowcount": True, "synchronize_session": False})
    return max(int(outcome.rowcount), 0)  # type: ignore[attr-defined]


def insert_rows(session: Session, model: type[Base], rows: Sequence[dict[str, Any]], *, batch: int = BATCH) -> int:
    """Insert many rows given as dicts, leaving those whose unique key is already there; how many went in."""
    statement = _insert(session, sa.inspect(model).local_table).on_conflict_do_nothing()
    written = 0
    for start in range(0, len(rows), batch):
        part = list(rows[start : start + batch])
        outcome = session.connection().execute(statement, part, execution_options={"preserve_rowcount": True})
        written += max(outcome.rowcount, 0)
    return written


@contextmanager
def room_for_many(session: Session) -> Iterator[None]:
    """A load of very many rows: SQLite keeps more pages in memory, and nobody looks for garbage meanwhile."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size=-524288")
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA cache_size=-2000")


def gather_statistics(session: Session) -> None:
    """Tell the database how its rows lie, after many were written: SQLite otherwise guesses which index to take."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=2000")
    connection.exec_driver_sql("ANALYZE")


def count_up(session: Session, model: type[Base], key: dict[str, Any], start: dict[str, Any]) -> None:
    """Add one to the `count` of a row, which begins at one with the `start` values when it is new."""
    statement = _insert(session, sa.inspect(model).local_table).values({**key, **start, "count": 1})
    columns = sa.inspect(model).local_table.c
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=list(key), set_={"count": columns.count + 1})
    )


def advisory_lock(session: Session, name: str) -> None:
    """Wait for, and hold until the transaction ends, a named lock. SQLite's write lock is already one."""
    if session.connection().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def lock_for_claim(statement: sa.Select[Any], session: Session) -> sa.Select[Any]:
    """Make a SELECT take its rows for this transaction alone, passing over rows others have taken."""
    if session.connection().dialect.name == "postgresql":
        return statement.with_for_update(skip_locked=True)
    return statement


def along_index(statement: Any, table: str, index: str) -> Any:
    """Make SQLite, which keeps no statistics, walk this index of the statement's first table, as PostgreSQL would."""
    return statement.execution_options(along_index=(f"FROM {table} ", f"FROM {table} INDEXED BY {index} "))


def _insert(session: Session, target: Any) -> Any:
    dialect = session.connection().dialect.name
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(target)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "busy_timeout=15000",
            "foreign_keys=ON",
            "synchronous=NORMAL",
            "mmap_size=268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")
    elif isinstance(connection, psycopg.Connection):
        # Planned anew for its values each time: a plan kept for any name and any office took ten times as long.
        connection.prepare_threshold = None


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _name_the_index(
    connection: Connection, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool
) -> tuple[str, Any]:
    named = context.execution_options.get("along_index") if context else None
    if named and connection.dialect.name == "sqlite":
        plain, indexed = named
        statement = statement.replace(plain, indexed, 1)
    return statement, parameters


event.listen(Session, "do_orm_execute", guard_statement)
event.listen(Session, "before_flush", guard_flush)
