"""Statements written with SQLAlchemy, compiled once, run by psycopg as they are.

A loader's statement is fixed text with named parameters; compiling it at each request would cost more
than running it. Rows come back as the NamedTuple that the statement declares.
"""

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar, cast

from psycopg import AsyncCursor
from psycopg.rows import RowMaker
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, Text, any_, bindparam
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.orm import InstrumentedAttribute

R = TypeVar("R", bound=tuple[Any, ...])
AnySelect = Select[*tuple[Any, ...]]

DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]


class Statement(Generic[R]):
    """One select, and the row it makes. Raises TypeError when their columns do not have the same
    names in the same order: a loader cannot misread what it selects."""

    __slots__ = ("constants", "row", "sql")

    def __init__(self, select: AnySelect, row: type[R]) -> None:
        fields = cast(type[NamedTuple], row)._fields
        columns = tuple(column.key for column in select.selected_columns)
        if columns != fields:
            raise TypeError(f"{row.__name__}: {fields} ≠ {columns}")
        compiled = select.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        self.sql = str(compiled)
        self.constants = compiled.params
        self.row = row

    def parameters(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {name: given.get(name, value) for name, value in self.constants.items()}

    def row_factory(self, cursor: AsyncCursor[Any]) -> RowMaker[R]:
        return cast(RowMaker[R], cast(Any, self.row)._make)


def instant(column: InstrumentedAttribute[Any] | ColumnElement[Any]) -> ColumnElement[str]:
    """A date and time as PostgreSQL's own text, in the session's zone, Europe/Paris. Making Python
    datetimes only to print them again costs twice the statement (performance B)."""
    return sql_cast(column, Text).label(column.key or "instant")


def among(column: InstrumentedAttribute[Any], name: str = "cles") -> ColumnElement[bool]:
    """`column` is one of the keys of this batch."""
    return column == any_(bindparam(name, None, type_=ARRAY(BigInteger)))


class NombreRow(NamedTuple):
    """What a count selects."""

    nombre: int
