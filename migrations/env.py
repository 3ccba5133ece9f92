"""Runs migrations through the application's own engine; numbers new revisions 0001, 0002, …"""

from typing import Any

from alembic import context
from alembic.migration import MigrationContext
from alembic.operations import MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tracker.core.db import Base, UtcDateTime, db


def run() -> None:
    """Each revision in a transaction of its own, so that a broken one leaves the one before it whole."""
    with db.engine.connect() as connection:
        foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            render_as_batch=True,
            render_item=render_item,
            transaction_per_migration=True,
            process_revision_directives=number,
        )
        with context.begin_transaction():
            context.run_migrations()
        foreign_keys(connection, "ON")


def foreign_keys(connection: Connection, state: str) -> None:
    """SQLite rebuilds a table to change it; with foreign keys on, that would delete what points to it."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={state}")


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Types of our own are written as what they are in the database: revisions import nothing of the application."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def number(_context: MigrationContext, _revision: Any, directives: list[MigrationScript]) -> None:
    """Give a new revision the next number."""
    head = ScriptDirectory.from_config(context.config).get_current_head()
    directives[0].rev_id = f"{int(head or 0) + 1:04d}"


run()
