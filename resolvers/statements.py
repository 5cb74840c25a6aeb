"""Statements written with SQLAlchemy, compiled once, run by psycopg as they are.

A loader's statement is fixed text with named parameters; compiling it at each request would cost more
than running it. Rows come back as the NamedTuple that the statement declares.
"""

import re
from collections.abc import Mapping
from functools import partial
from itertools import count
from typing import Any, Generic, NamedTuple, TypeVar, cast

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, Text, any_, bindparam
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.orm import InstrumentedAttribute

from resolvers.parametres import encoder

R = TypeVar("R", bound=tuple[Any, ...])
AnySelect = Select[*tuple[Any, ...]]

DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]


PLACES = re.compile(r"%\((\w+)\)s|%%")
_numbers = count()


class Statement(Generic[R]):
    """One select, and the row it makes. Raises TypeError when their columns do not have the same
    names in the same order: a loader cannot misread what it selects.

    A `kept` statement is prepared on each connection that meets it, and planned once, whatever its
    values; one that is not is planned at each run, for the values that it is given.
    """

    __slots__ = (
        "_constants",
        "_names",
        "constants",
        "make",
        "name",
        "row",
        "select",
        "sql",
        "text",
    )

    def __init__(self, select: AnySelect, row: type[R], *, kept: bool = True) -> None:
        fields = cast(type[NamedTuple], row)._fields
        columns = tuple(column.key for column in select.selected_columns)
        if columns != fields:
            raise TypeError(f"{row.__name__}: {fields} ≠ {columns}")
        compiled = select.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        self.select = select
        self.sql = str(compiled)
        self.constants = compiled.params
        self.row = row
        self.make = partial(tuple.__new__, row)
        self.name = f"{row.__name__}_{next(_numbers)}".encode() if kept else b""
        self._names: list[str] = []
        self.text = PLACES.sub(self._place, self.sql).encode()
        self._constants = [encoder(self.constants[name]) for name in self._names]

    def _place(self, found: re.Match[str]) -> str:
        """`$1` for `%(cles)s`: the server knows its parameters by their places."""
        name = found.group(1)
        if name is None:
            return "%"
        if name not in self._names:
            self._names.append(name)
        return f"${self._names.index(name) + 1}"

    def encode(self, given: Mapping[str, Any]) -> list[bytes | None]:
        """The parameters in their places."""
        return [
            encoder(given[name]) if name in given else constant
            for name, constant in zip(self._names, self._constants, strict=True)
        ]

    def parameters(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {name: given.get(name, value) for name, value in self.constants.items()}


class Command:
    """What selects nothing: the beginning of a transaction, its end."""

    __slots__ = ("name", "text")

    def __init__(self, sql: str) -> None:
        self.name = f"{sql.split()[0]}_{next(_numbers)}".encode()
        self.text = sql.encode()

    def encode(self, given: Mapping[str, Any]) -> list[bytes | None]:
        return []


Asked = tuple[Statement[Any] | Command, Mapping[str, Any]]


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
