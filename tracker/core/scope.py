"""Wall 2: every statement on rows of people carries the scope of whoever asks, or fails."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKey,
    Select,
    String,
    Table,
    True_,
    and_,
    bindparam,
    exists,
    false,
    select,
    true,
)
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.util import find_tables
from sqlalchemy.sql.visitors import anon_map as fresh_map

AFTER = "/"  # the character after "." bytewise: [path, path + "/") is the office and everything below it


class ScopeMissing(Exception):
    """A statement touched rows of people before anyone said who is asking."""


class OutOfScope(Exception):
    """A row that lies outside the scope of whoever tried to write it."""


@dataclass(frozen=True)
class Scope:
    """Whose rows may be seen: an office and those below it, one worker, or (jobs, commands) everything."""

    office_path: str | None = None
    worker_id: int | None = None
    all: bool = False

    @classmethod
    def office(cls, path: str) -> "Scope":
        """The office and every office below it."""
        return cls(office_path=path)

    @classmethod
    def worker(cls, worker_id: int) -> "Scope":
        """One worker and nothing else."""
        return cls(worker_id=worker_id)

    @classmethod
    def everything(cls) -> "Scope":
        """All rows: for jobs and commands run by the house itself."""
        return cls(all=True)

    def covers(self, office_path: str) -> bool:
        """Whether an office lies inside this scope."""
        if self.all:
            return True
        mine = self.office_path
        return mine is not None and (office_path == mine or office_path.startswith(f"{mine}."))


def within(column: Any, path: str) -> ColumnElement[bool]:
    """The condition that an office path column lies at or below `path`: one index range."""
    first, after = _range(path)
    return and_(column >= first, column < after)


@lru_cache(maxsize=512)
def _range(path: str) -> tuple[BindParameter[str], BindParameter[str]]:
    """One pair of values for all conditions of a statement: its thirty walls would carry sixty otherwise."""
    first, after = (bindparam(None, end, String(), unique=True) for end in (path, path + AFTER))
    return first, after


class OfOffice:
    """Marks a table whose rows belong to an office."""

    @declared_attr
    def office_path(cls) -> Mapped[str]:  # noqa: N805  (declared on the class)
        """The office that the row belongs to."""
        return mapped_column(ForeignKey("office.path", onupdate="CASCADE"))

    @classmethod
    def seen_in(cls, scope: Scope) -> ColumnElement[bool]:
        """The rows of this table that the scope shows."""
        if scope.all:
            return true()
        return within(cls.office_path, scope.office_path) if scope.office_path else false()


class OfWorker:
    """Marks a table whose rows belong to a worker and are seen by whoever sees the worker."""

    @declared_attr
    def worker_id(cls) -> Mapped[int]:  # noqa: N805
        """The worker that the row is about."""
        return mapped_column(ForeignKey("worker.id", ondelete="CASCADE"))

    @classmethod
    def seen_in(cls, scope: Scope) -> ColumnElement[bool]:
        """The rows of this table that the scope shows."""
        if scope.all:
            return true()
        if scope.worker_id is not None:
            return cls.worker_id == scope.worker_id
        return _worker_lies_in(cls.worker_id, scope.office_path) if scope.office_path else false()

    def workers(self) -> tuple[int, ...]:
        """Whoever the row is about."""
        return (self.worker_id,)


class OfTwoWorkers(OfWorker):
    """Marks a table whose rows are about two workers and are seen by whoever sees both."""

    @declared_attr
    def other_id(cls) -> Mapped[int]:  # noqa: N805
        """The second worker that the row is about."""
        return mapped_column(ForeignKey("worker.id", ondelete="CASCADE"))

    @classmethod
    def seen_in(cls, scope: Scope) -> ColumnElement[bool]:
        """The rows of this table both of whose workers the scope shows."""
        if scope.all:
            return true()
        path = scope.office_path
        return and_(*(_worker_lies_in(each, path) for each in (cls.worker_id, cls.other_id))) if path else false()

    def workers(self) -> tuple[int, ...]:
        """Both workers that the row is about."""
        return (self.worker_id, self.other_id)


# A number for every condition that differs in more than its values: quicker to compare than the condition.
_kinds: dict[Any, int] = {}
_numbers = count()


class Shown(LoaderCriteriaOption):
    """The rows of a table that a scope shows, said of the table itself and of every alias of it.

    SQLAlchemy says it of the table alone where an alias is joined by a condition of one's own, and the alias would
    show everything.
    """

    _traverse_internals = LoaderCriteriaOption._traverse_internals  # what a compiled statement is remembered by

    def _gen_cache_key(self, anon_map: Any, bindparams: list[BindParameter[Any]] | None) -> Any:
        """What SQLAlchemy would say of the condition, worked out once; its values, and which of them stand elsewhere in
        the statement, are told each time.
        """
        kind, values = self._told_once
        places = []
        for value in values:
            place, known = anon_map.get_anon(value)
            places.append(place)
            if not known and bindparams is not None:
                bindparams.append(value)
        return (Shown, kind, tuple(places))

    @cached_property
    def _told_once(self) -> tuple[int, list[BindParameter[Any]]]:
        values: list[BindParameter[Any]] = []
        key = super()._gen_cache_key(fresh_map(), values)
        if key is None:
            raise TypeError(f"SQLAlchemy cannot tell this condition from others: {self.where_criteria}")
        return _kinds.setdefault(key, next(_numbers)), values

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = super()._resolve_where_criteria(ext_info)
        return ext_info._adapter.traverse(condition) if ext_info.is_aliased_class else condition


def use_scope(session: Session, scope: Scope) -> None:
    """Set once, at the door, whose rows this session may see. Raises OutOfScope if it would change."""
    if session.info.setdefault("scope", scope) != scope:
        raise OutOfScope("one session, one scope")


def worker_of(session: Session, model: type[Any], **key: Any) -> int | None:
    """The worker behind a proven token or code: the one question asked before a scope exists."""
    table = model.__table__
    found = session.connection().execute(
        select(table.c.worker_id).where(*(table.c[name] == value for name, value in key.items()))
    )
    worker_id: int | None = found.scalar()
    return worker_id


def scope_of(session: Session) -> Scope | None:
    """The scope in force in this session, if one was set."""
    found: Scope | None = session.info.get("scope")
    return found


def scope_in_force(session: Session) -> Scope:
    """The scope in force in this session. Raises ScopeMissing."""
    scope = scope_of(session)
    if scope is None:
        raise ScopeMissing("session")
    return scope


def scoped_classes() -> tuple[type[Any], ...]:
    """Every mapped class that is marked with OfOffice or OfWorker."""
    from tracker.core.db import Base

    return tuple(mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, (OfOffice, OfWorker)))


def guard_statement(state: Any) -> None:
    """Session hook: add the scope to every ORM statement. Raises ScopeMissing when none was set."""
    if state.is_column_load or state.is_relationship_load:
        return
    scope = scope_of(state.session)
    if scope is None:
        _refuse_people_without_scope(state.statement)
    else:
        state.statement = state.statement.options(*walls_of(scope))


def guard_flush(session: Session, _flush: Any, _instances: Any) -> None:
    """Session hook: refuse to write rows outside the scope. Raises ScopeMissing, OutOfScope."""
    scope = scope_of(session)
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, (OfOffice, OfWorker)):
            if scope is None:
                raise ScopeMissing(type(row).__name__)
            _refuse_foreign(session, row, scope)


def _refuse_foreign(session: Session, row: Any, scope: Scope) -> None:
    if scope.all:
        return
    if isinstance(row, OfOffice):
        inside = scope.covers(row.office_path) or _concerns_the_worker(session, row, scope)
    elif scope.worker_id is not None:
        inside = set(row.workers()) == {scope.worker_id}
    else:
        inside = all(_sees_worker(session, each, scope) for each in row.workers())
    if not inside:
        raise OutOfScope(type(row).__name__)


def _concerns_the_worker(session: Session, row: Any, scope: Scope) -> bool:
    """In the scope of one worker: the worker's own rows, and new rows for the worker's own office."""
    if scope.worker_id is None:
        return False
    if hasattr(row, "worker_id"):
        return bool(row.worker_id == scope.worker_id)
    table = _worker_table()
    mine = select(table.c.office_path).where(table.c.id == scope.worker_id)
    return row in session.new and row.office_path == session.connection().execute(mine).scalar()


def _sees_worker(session: Session, worker_id: int, scope: Scope) -> bool:
    statement = _workers_of(scope).where(_worker_table().c.id == worker_id)
    with session.no_autoflush:
        return session.connection().execute(statement).first() is not None


@lru_cache(maxsize=512)
def walls_of(scope: Scope) -> tuple[Shown, ...]:
    """What a scope adds to every statement: of each table of people, the rows that may be seen."""
    shown = ((room, room.seen_in(scope)) for room in scoped_classes())
    return tuple(Shown(room, rows, include_aliases=True) for room, rows in shown if not isinstance(rows, True_))


def _refuse_people_without_scope(statement: Any) -> None:
    scoped = {room.__tablename__ for room in scoped_classes()}
    touched = find_tables(statement, include_joins=True, include_aliases=True, include_selects=True, include_crud=True)
    for table in touched:
        if isinstance(table, Table) and table.name in scoped:
            raise ScopeMissing(table.name)


def _worker_table() -> Table:
    from tracker.core.db import Base

    return Base.metadata.tables["worker"]


def _worker_lies_in(worker_id: Any, office_path: str) -> ColumnElement[bool]:
    """Asked row by row, by the worker's key: a list of fifty must not first gather everyone whom the office sees."""
    owner = _worker_table().alias("owner")
    lies_in = select(owner.c.id).where(owner.c.id == worker_id, within(owner.c.office_path, office_path))
    return exists(lies_in.correlate_except(owner))


def _workers_of(scope: Scope) -> Select[Any]:
    worker = _worker_table()
    return select(worker.c.id).where(within(worker.c.office_path, scope.office_path or ""))
