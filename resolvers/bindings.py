"""How a field gets its value, said once: both executors read it (ARCHITECTURE 5).

A binding is data, not code hidden in a resolver. The general executor asks it for a graphql-core
resolver, one row at a time; the compiled one for the values of all the rows at once. Rights are
never here: they are in the SQL of the loaders that a binding names.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter
from typing import Any

from graphql import GraphQLFieldResolver, GraphQLResolveInfo

from resolvers.loader import Loader
from resolvers.request import Request

Convert = Callable[[Any], Any]
Info = GraphQLResolveInfo[Request]
Rows = Sequence[Any]
Arguments = Mapping[str, Any]


class Binding(ABC):
    @abstractmethod
    def resolver(self) -> GraphQLFieldResolver:
        """The binding as graphql-core calls it: `(row, info, **arguments)`."""

    @abstractmethod
    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        """The values of the field for these rows, in their order, under one set of arguments. What it
        loads is loaded already; a Query, which runs, is not asked this way."""


@dataclass(frozen=True, slots=True)
class Column(Binding):
    """A column of the loaded row, as it is or passed through `convert` when it is not null."""

    name: str
    convert: Convert | None = None

    def resolver(self) -> GraphQLFieldResolver:
        get, convert = attrgetter(self.name), self.convert
        if convert is None:
            return lambda row, info: get(row)

        def resolve(row: Any, info: Info) -> Any:
            value = get(row)
            return None if value is None else convert(value)

        return resolve

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        values, convert = map(attrgetter(self.name), rows), self.convert
        if convert is None:
            return values
        return [None if value is None else convert(value) for value in values]


@dataclass(frozen=True, slots=True)
class Constant(Binding):
    value: Any

    def resolver(self) -> GraphQLFieldResolver:
        return lambda row, info, **arguments: self.value

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        return repeat(self.value, len(rows))


@dataclass(frozen=True, slots=True)
class Computed(Binding):
    """A function of the row alone; `together`, of many rows, gives what it gives of each."""

    build: Callable[[Any], Any]
    together: Callable[[Rows], Iterable[Any]] | None = None

    def resolver(self) -> GraphQLFieldResolver:
        build = self.build
        return lambda row, info, **arguments: build(row)

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        return map(self.build, rows) if self.together is None else self.together(rows)


@dataclass(frozen=True, slots=True)
class Through:
    """A function of one column of the row."""

    name: str
    convert: Convert
    together: Callable[[Iterable[Any]], Iterable[Any]] | None = None
    """The same of many values at once, when there is a quicker way than one after another."""

    def __call__(self, row: Any) -> Any:
        return self.convert(getattr(row, self.name))

    def all(self, rows: Rows) -> Iterable[Any]:
        values = map(attrgetter(self.name), rows)
        return map(self.convert, values) if self.together is None else self.together(values)


Stage = Callable[[Any], Any] | Constant


@dataclass(frozen=True, slots=True)
class Staged(Binding):
    """A function of the row, most of which is the same for all rows of one shape: `build`, given any
    of them, does that part once, and leaves a function of each row, or a Constant."""

    build: Callable[[Any], Stage]

    def resolver(self) -> GraphQLFieldResolver:
        def resolve(row: Any, info: Info) -> Any:
            stage = self.build(row)
            return stage.value if isinstance(stage, Constant) else stage(row)

        return resolve

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        """The rows are all of one shape: the compiled executor groups them so."""
        stage = self.build(rows[0])
        if isinstance(stage, Constant):
            return repeat(stage.value, len(rows))
        if isinstance(stage, Through):
            return stage.all(rows)
        return map(stage, rows)


@dataclass(frozen=True, slots=True)
class Requested(Binding):
    """A function of the row and of the request: a signed URL, a fact of the document."""

    build: Callable[[Any, Request], Any]

    def resolver(self) -> GraphQLFieldResolver:
        build = self.build
        return lambda row, info, **arguments: build(row, info.context)

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        return map(self.build, rows, repeat(request))


@dataclass(frozen=True, slots=True)
class Need:
    """A loader, and the column of the row that holds its key. A null key loads nothing."""

    loader: Loader[Any, Any]
    key: str

    key_of: Callable[[Any], Hashable] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key_of", attrgetter(self.key))


@dataclass(frozen=True, slots=True)
class Relation(Binding):
    """What loaders bring for the row. `build(row, *loaded, **arguments)` makes the value of it;
    without one the single loaded value is the field's."""

    needs: tuple[Need, ...]
    build: Callable[..., Any] | None = None

    def resolver(self) -> GraphQLFieldResolver:
        keys = [(need.loader, need.key_of) for need in self.needs]
        build = self.build

        async def resolve(row: Any, info: Info, **arguments: Any) -> Any:
            request: Request = info.context
            waiting = [(loader, key(row)) for loader, key in keys]
            # All are asked before any is awaited, so that they share their batches.
            asked = [None if key is None else request.load(loader, key) for loader, key in waiting]
            loaded = [None if answer is None else await answer for answer in asked]
            return loaded[0] if build is None else build(row, *loaded, **arguments)

        return resolve

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        columns = [self._loaded(need, rows, request) for need in self.needs]
        build = self.build
        if build is None:
            return columns[0]
        if arguments:
            return [build(*row, **arguments) for row in zip(rows, *columns, strict=True)]
        return map(build, rows, *columns)

    def _loaded(self, need: Need, rows: Rows, request: Request) -> Iterable[Any]:
        loaded = request.loaded(need.loader)
        return map(loaded.get, map(need.key_of, rows))  # a null key, in no dictionary, gives null


class Lookup(ABC):
    """What a root runs when it is one row, by a key that its arguments say: the compiled executor then
    knows what it reads before it runs (`compiled/first_trip.py`)."""

    __slots__ = ()
    loader: Loader[Any, Any]

    @abstractmethod
    def key(self, arguments: Arguments) -> Hashable | None: ...

    @abstractmethod
    async def __call__(self, request: Request, row: Any, **arguments: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Query(Binding):
    """A statement of its own, made from the arguments: the roots, and the pages of connections."""

    run: Callable[..., Any]

    def resolver(self) -> GraphQLFieldResolver:
        run = self.run
        return lambda row, info, **arguments: run(info.context, row, **arguments)

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Iterable[Any]:
        raise TypeError(self)

    async def run_all(self, rows: Rows, request: Request, arguments: Arguments) -> list[Any]:
        return [await self.run(request, row, **arguments) for row in rows]
