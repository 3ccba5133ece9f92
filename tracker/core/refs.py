"""References made inside the database, so that a statement that writes many rows can name each of them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class random_ref(GenericFunction[str]):  # noqa: N801  (reads as an SQL function)
    """A fresh reference for every row of an INSERT … SELECT: 16 random characters of 0-9 and A-F (≥ 62 bits)."""

    type = sa.String(24)
    inherit_cache = True
    name = "random_ref"


@compiles(random_ref, "postgresql")
def _on_postgresql(_element: random_ref, _compiler: Any, **_: Any) -> str:
    # The tail of a version-4 UUID: two of its 64 bits are fixed, the others come from the system's strong source.
    return "upper(replace(substr(CAST(gen_random_uuid() AS text), 20), '-', ''))"


@compiles(random_ref, "sqlite")
def _on_sqlite(_element: random_ref, _compiler: Any, **_: Any) -> str:
    return "hex(randomblob(8))"
