"""Texts made inside a statement, spelt for either database, so that set-based writes can store an explanation."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class as_json(GenericFunction[Any]):  # noqa: N801  (reads as the SQL function it is)
    """A text expression that is JSON, as a value for a JSON column."""

    type = sa.JSON()
    inherit_cache = True
    name = "as_json"


class first_replaced(GenericFunction[Any]):  # noqa: N801
    """A JSON object in whose list under a key the first element is another: object, key, and the element as text."""

    type = sa.JSON()
    inherit_cache = True
    name = "first_replaced"


class vietnam_day(GenericFunction[Any]):  # noqa: N801
    """The Vietnamese calendar day of an instant, as text: 2020-07-15."""

    type = sa.Text()
    inherit_cache = True
    name = "vietnam_day"


@compiles(as_json, "postgresql")
def _json_on_postgresql(element: as_json, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS JSON)"


@compiles(as_json, "sqlite")
def _json_on_sqlite(element: as_json, compiler: Any, **options: Any) -> str:
    return f"json({compiler.process(element.clauses, **options)})"


@compiles(first_replaced, "postgresql")
def _first_on_postgresql(element: first_replaced, compiler: Any, **options: Any) -> str:
    whole, key, first = (compiler.process(part, **options) for part in element.clauses)
    path = f"CAST(ARRAY[{key}, '0'] AS TEXT[])"
    return f"CAST(jsonb_set(CAST({whole} AS JSONB), {path}, CAST({first} AS JSONB)) AS JSON)"


@compiles(first_replaced, "sqlite")
def _first_on_sqlite(element: first_replaced, compiler: Any, **options: Any) -> str:
    whole, key, first = (compiler.process(part, **options) for part in element.clauses)
    return f"json_set({whole}, '$.' || {key} || '[0]', json({first}))"


@compiles(vietnam_day, "postgresql")
def _day_on_postgresql(element: vietnam_day, compiler: Any, **options: Any) -> str:
    instant = compiler.process(element.clauses, **options)
    return f"to_char({instant} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')"


@compiles(vietnam_day, "sqlite")
def _day_on_sqlite(element: vietnam_day, compiler: Any, **options: Any) -> str:
    # Vietnam has kept one offset, seven hours, for as long as we keep instants.
    return f"date({compiler.process(element.clauses, **options)}, '+7 hours')"
