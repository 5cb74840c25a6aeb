"""Loaders: one set-based statement per relation, whatever the number of rows that ask for it."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from resolvers.statements import Statement

R = TypeVar("R", bound=tuple[Any, ...])
V = TypeVar("V")


class Loader(Generic[R, V]):
    """`statement` selects the rows of all the keys of a batch (`cles`), its first column being the
    key; `assemble` makes one key's value of its rows. A key without rows gets `assemble([])`."""

    __slots__ = ("assemble", "name", "statement")

    def __init__(
        self, name: str, statement: Statement[R], assemble: Callable[[Sequence[R]], V]
    ) -> None:
        self.name = name
        self.statement = statement
        self.assemble = assemble

    def share_out(self, rows: Sequence[R], keys: Sequence[Hashable]) -> list[V]:
        """Each key's value, in the order of `keys`; the rows of a key keep the statement's order."""
        by_key: dict[Hashable, list[R]] = {key: [] for key in keys}
        for row in rows:
            by_key[row[0]].append(row)
        return [self.assemble(by_key[key]) for key in keys]


def many(name: str, statement: Statement[R]) -> Loader[R, Sequence[R]]:
    """All the rows of a key."""
    return Loader(name, statement, lambda rows: rows)


def one(name: str, statement: Statement[R]) -> Loader[R, R | None]:
    """The row of a key, None when there is none or it is not the caller's to see."""
    return Loader(name, statement, lambda rows: rows[0] if rows else None)
