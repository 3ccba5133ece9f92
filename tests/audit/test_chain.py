"""The audit chain."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import in_house, inside
from tracker.audit import actions, queries
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import NoTransaction, db, transaction


def write(count: int) -> None:
    with transaction():
        for number in range(count):
            actions.record("worker.read", ("worker", f"NLD-{number}"), by=None, now=clock.now(), number=number)


def test_a_chain_nobody_touched_is_whole(house: Flask) -> None:
    write(25)

    verdict = queries.verify()

    assert (verdict.entries, verdict.broken_at) == (25, None)


@pytest.mark.parametrize(
    ("column", "value"), [("what", "worker.write"), ("about_ref", "NLD-X"), ("by_name", "Ai đó"), ("detail", {})]
)
def test_one_changed_row_is_found_exactly(house: Flask, column: str, value: object) -> None:
    write(20)
    with transaction() as session:
        session.execute(sa.update(AuditEntry).where(AuditEntry.id == 13).values(**{column: value}))

    assert queries.verify().broken_at == 13


def test_a_removed_row_is_noticed_at_the_next_one(house: Flask) -> None:
    write(20)
    with transaction() as session:
        session.execute(sa.delete(AuditEntry).where(AuditEntry.id == 7))

    assert queries.verify().broken_at == 8


def half_the_work() -> None:
    with transaction():
        actions.record("worker.correct", ("worker", "NLD-1"), by=None, now=clock.now())
        raise ZeroDivisionError


def test_work_that_is_rolled_back_leaves_no_entry(house: Flask) -> None:
    with pytest.raises(ZeroDivisionError):
        half_the_work()

    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 0


def test_the_command_names_the_broken_row(app: Flask) -> None:
    context = in_house(app)
    write(5)
    with transaction() as session:
        session.execute(sa.update(AuditEntry).where(AuditEntry.id == 3).values(what="other"))
    context.pop()

    answer = app.test_cli_runner().invoke(_command(), ["verify"])

    assert answer.exit_code == 1
    assert "dòng 3" in answer.output


def test_a_line_kept_elsewhere_shows_a_cut_or_a_rewritten_book(app: Flask) -> None:
    context = in_house(app)
    write(10)
    kept = f"10:{queries.verify().last_digest[:16]}"
    write(2)
    with transaction() as session:
        session.execute(sa.delete(AuditEntry).where(AuditEntry.id > 9))
    context.pop()
    runner = app.test_cli_runner()

    blind, seeing = runner.invoke(_command(), ["verify"]), runner.invoke(_command(), ["verify", "--expect", kept])

    assert (blind.exit_code, seeing.exit_code) == (0, 1)
    assert "bị cắt đuôi" in seeing.output
    with inside(app):
        write(3)
    assert runner.invoke(_command(), ["verify", "--expect", kept]).exit_code == 1
    assert runner.invoke(_command(), ["verify", "--expect", "10"]).exit_code == 2


def _command():  # type: ignore[no-untyped-def]
    from tracker.cli.audit import audit

    return audit


def test_outside_a_transaction_nothing_can_be_recorded(house: Flask) -> None:
    with pytest.raises(NoTransaction):
        actions.record("worker.read", ("worker", "NLD-1"), by=None, now=clock.now())


def test_the_end_of_the_chain_is_taken_last_so_that_nobody_waits_for_it_with_rows_in_hand(house: Flask) -> None:
    seen: list[str] = []

    with transaction() as session:
        actions.record("worker.read", ("worker", "NLD-1"), by=None, now=clock.now())
        sa.event.listen(session.connection(), "before_cursor_execute", lambda _c, _u, text, *_more: seen.append(text))
        session.execute(sa.update(AuditEntry).values(what="other"))

    assert "UPDATE" in seen[0]
    assert any("audit_entry" in text and "INSERT" in text for text in seen[1:])


def test_what_was_rolled_back_is_not_told_by_the_next_transaction_either(house: Flask) -> None:
    with pytest.raises(ZeroDivisionError):
        half_the_work()

    with transaction():
        actions.record("worker.read", ("worker", "NLD-1"), by=None, now=clock.now())

    assert list(db.session.scalars(sa.select(AuditEntry.what))) == ["worker.read"]
