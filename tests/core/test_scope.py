"""Wall 2: a scope is on every statement, or it fails."""

from itertools import product

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import aliased

from tests.cast import a_contract_abroad, a_worker, offices
from tracker.contracts.models import Contract
from tracker.core.db import db, insert_missing, transaction
from tracker.core.scope import OutOfScope, Scope, ScopeMissing, scoped_classes, use_scope, walls_of, within
from tracker.people.models import ContactStatus, NameKey, Worker


@pytest.fixture
def two_provinces(app: Flask) -> Flask:
    """One worker abroad of Tuần Giáo in Điện Biên, one of Vinh in Nghệ An."""
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
        with transaction():
            a_contract_abroad(a_worker("Lò Thị Ánh", office="vn.11.099"))
            a_contract_abroad(a_worker("Nguyễn Văn Vinh", office="vn.40.412"))
    return app


def names_under(app: Flask, scope: Scope, statement: sa.Select) -> list[str]:  # type: ignore[type-arg]
    with app.app_context():
        use_scope(db.session(), scope)
        return sorted(db.session.scalars(statement))


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope.office("vn.11"), ["Lò Thị Ánh"]),
        (Scope.office("vn.11.099"), ["Lò Thị Ánh"]),
        (Scope.office("vn.11.094"), []),
        (Scope.office("vn.1"), []),
        (Scope.office("vn.40"), ["Nguyễn Văn Vinh"]),
        (Scope.office("vn"), ["Lò Thị Ánh", "Nguyễn Văn Vinh"]),
        (Scope.everything(), ["Lò Thị Ánh", "Nguyễn Văn Vinh"]),
        (Scope.worker(1), ["Lò Thị Ánh"]),
        (Scope(), []),
    ],
)
def test_each_scope_sees_its_own_workers(two_provinces: Flask, scope: Scope, seen: list[str]) -> None:
    assert names_under(two_provinces, scope, sa.select(Worker.full_name)) == seen


def questions() -> dict[str, sa.Select]:  # type: ignore[type-arg]
    """The same question asked in every way that SQL knows."""
    other = aliased(Worker)
    inside = sa.select(Contract.worker_id).where(Contract.host_country == "TWN")
    abroad = sa.select(Worker.id, Worker.full_name).join(Contract, Contract.worker_id == Worker.id).cte("abroad")
    return {
        "join": sa.select(Worker.full_name).join(Contract, Contract.worker_id == Worker.id),
        "from the other side": sa.select(Worker.full_name).select_from(Contract).join(Contract.worker),
        "subquery": sa.select(Worker.full_name).where(Worker.id.in_(inside)),
        "exists": sa.select(Worker.full_name).where(sa.exists().where(Contract.worker_id == Worker.id)),
        "alias": sa.select(other.full_name),
        "alias joined to its own table": sa.select(other.full_name)
        .select_from(Worker)
        .join(other, other.sex == Worker.sex),
        "alias joined to another": sa.select(other.full_name)
        .select_from(Contract)
        .join(other, other.id == Contract.worker_id),
        "cte": sa.select(abroad.c.full_name),
        "union": sa.union_all(
            sa.select(Worker.full_name).where(Worker.sex == "female"),
            sa.select(Worker.full_name).where(Worker.sex == "male"),
        ),  # type: ignore[dict-item]
    }


@pytest.mark.parametrize("way", list(questions()))
def test_a_scope_holds_however_the_question_is_put(two_provinces: Flask, way: str) -> None:
    assert names_under(two_provinces, Scope.office("vn.40"), questions()[way]) == ["Nguyễn Văn Vinh"]


@pytest.mark.parametrize("way", list(questions()))
def test_a_question_asked_before_takes_the_scope_of_whoever_asks_next(two_provinces: Flask, way: str) -> None:
    asked = [names_under(two_provinces, Scope.office(path), questions()[way]) for path in ("vn.40", "vn.11", "vn.40")]

    assert asked == [["Nguyễn Văn Vinh"], ["Lò Thị Ánh"], ["Nguyễn Văn Vinh"]]


PATHS = ("vn", "vn.11", "vn.11.099", "vn.40", "vn.40.412")


@pytest.mark.parametrize("paths", [PATHS, PATHS[::-1]])
def test_a_filter_and_a_scope_never_lend_each_other_their_values(two_provinces: Flask, paths: tuple[str, ...]) -> None:
    """Also where both are the same office, and the statement was compiled for an office for which they were not."""
    homes = {"Lò Thị Ánh": "vn.11.099", "Nguyễn Văn Vinh": "vn.40.412"}
    for scope, path in product(paths, repeat=2):
        inside = sa.select(Contract.worker_id).where(Contract.worker_id == Worker.id)
        asked = sa.select(Worker.full_name).where(within(Worker.office_path, path), Worker.id.in_(inside))

        both = [name for name, home in homes.items() if f"{home}.".startswith(f"{scope}.")]
        seen = [name for name in both if f"{homes[name]}.".startswith(f"{path}.")]
        assert names_under(two_provinces, Scope.office(scope), asked) == seen


def test_one_compiled_statement_serves_every_office(two_provinces: Flask) -> None:
    keys = {
        sa.select(Worker.full_name).options(*walls_of(Scope.office(path)))._generate_cache_key().key  # type: ignore[union-attr]
        for path in PATHS
    }
    others = {
        sa.select(Worker.full_name).options(*walls_of(scope))._generate_cache_key().key  # type: ignore[union-attr]
        for scope in (Scope.worker(1), Scope(), Scope.everything())
    }

    assert (len(keys), len(others), keys & others) == (1, 3, set())


@pytest.mark.parametrize("way", list(questions()))
def test_no_scope_is_an_error_however_the_question_is_put(two_provinces: Flask, way: str) -> None:
    with two_provinces.app_context(), pytest.raises(ScopeMissing):
        db.session.execute(questions()[way])


def test_updates_and_deletes_reach_only_the_own_rows(two_provinces: Flask) -> None:
    with two_provinces.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        with transaction() as session:
            updated = session.execute(sa.update(Worker).values(note="x")).rowcount  # type: ignore[attr-defined]
            deleted = session.execute(sa.delete(NameKey)).rowcount  # type: ignore[attr-defined]

    assert (updated, deleted) == (1, 3)


def test_an_insert_from_a_question_copies_only_the_own_rows(two_provinces: Flask) -> None:
    with two_provinces.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        with transaction() as session:
            rows = sa.select(Worker.id, sa.literal("copied"))
            assert insert_missing(session, NameKey, ["worker_id", "key"], rows) == 1


def test_a_new_row_for_a_foreign_office_is_refused(two_provinces: Flask) -> None:
    with two_provinces.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        with pytest.raises(OutOfScope), transaction():
            a_worker(office="vn.11")


def test_a_new_row_about_a_foreign_worker_is_refused(two_provinces: Flask) -> None:
    with two_provinces.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        with pytest.raises(OutOfScope), transaction() as session:
            session.add(NameKey(worker_id=1, key="x"))


def test_one_session_has_one_scope(two_provinces: Flask) -> None:
    with two_provinces.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        with pytest.raises(OutOfScope):
            use_scope(db.session(), Scope.everything())


def test_every_table_that_names_a_worker_is_scoped(app: Flask) -> None:
    from tracker.core.db import Base

    open_tables = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if mapper.class_ not in scoped_classes() and "worker_id" in mapper.class_.__table__.c
    }

    assert open_tables == set()


def test_a_worker_scope_sees_the_own_status_alone(two_provinces: Flask) -> None:
    with two_provinces.app_context():
        use_scope(db.session(), Scope.worker(2))
        assert list(db.session.scalars(sa.select(ContactStatus.worker_id))) == [2]
