"""JSON built inside a statement, spelt for either database, so that set-based writes can store an explanation."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class json_object(GenericFunction[Any]):  # noqa: N801  (reads as the SQL function it is)
    """A JSON object of alternating keys and column expressions: json_object("ends_on", Contract.ends_on)."""

    type = sa.JSON()
    inherit_cache = True
    name = "json_object"


@compiles(json_object, "postgresql")
def _for_postgresql(element: json_object, compiler: Any, **options: Any) -> str:
    # A bare bind has no type inside a variadic function, so keys and texts are cast.
    parts = [_typed(clause, compiler, **options) for clause in element.clauses]
    return f"json_build_object({', '.join(parts)})"


def _typed(clause: sa.ColumnElement[Any], compiler: Any, **options: Any) -> str:
    text: str = compiler.process(clause, **options)
    return f"CAST({text} AS TEXT)" if isinstance(clause.type, sa.String) else text
