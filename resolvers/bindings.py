"""How a field gets its value, said once: both executors read it (ARCHITECTURE 5).

A binding is data, not code hidden in a resolver: the general executor turns it into a graphql-core
resolver, the compiled one into a line of its writer. Rights are never here: they are in the SQL of
the loaders that a binding names.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from graphql import GraphQLFieldResolver, GraphQLResolveInfo

from resolvers.loader import Loader
from resolvers.request import Request

Convert = Callable[[Any], Any]
Info = GraphQLResolveInfo[Request]


class Binding(ABC):
    @abstractmethod
    def resolver(self) -> GraphQLFieldResolver:
        """The binding as graphql-core calls it: `(row, info, **arguments)`."""


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


@dataclass(frozen=True, slots=True)
class Constant(Binding):
    value: Any

    def resolver(self) -> GraphQLFieldResolver:
        return lambda row, info, **arguments: self.value


@dataclass(frozen=True, slots=True)
class Computed(Binding):
    """A function of the row alone."""

    build: Callable[[Any], Any]

    def resolver(self) -> GraphQLFieldResolver:
        build = self.build
        return lambda row, info, **arguments: build(row)


@dataclass(frozen=True, slots=True)
class Requested(Binding):
    """A function of the row and of the request: a signed URL, a fact of the document."""

    build: Callable[[Any, Request], Any]

    def resolver(self) -> GraphQLFieldResolver:
        build = self.build
        return lambda row, info, **arguments: build(row, info.context)


@dataclass(frozen=True, slots=True)
class Need:
    """A loader, and the column of the row that holds its key. A null key loads nothing."""

    loader: Loader[Any, Any]
    key: str


@dataclass(frozen=True, slots=True)
class Relation(Binding):
    """What loaders bring for the row. `build(row, *loaded, **arguments)` makes the value of it;
    without one the single loaded value is the field's."""

    needs: tuple[Need, ...]
    build: Callable[..., Any] | None = None

    def resolver(self) -> GraphQLFieldResolver:
        keys = [(need.loader, attrgetter(need.key)) for need in self.needs]
        build = self.build

        async def resolve(row: Any, info: Info, **arguments: Any) -> Any:
            request: Request = info.context
            waiting = [(loader, key(row)) for loader, key in keys]
            # All are asked before any is awaited, so that they share their batches.
            asked = [None if key is None else request.load(loader, key) for loader, key in waiting]
            loaded = [None if answer is None else await answer for answer in asked]
            return loaded[0] if build is None else build(row, *loaded, **arguments)

        return resolve


@dataclass(frozen=True, slots=True)
class Query(Binding):
    """A statement of its own, made from the arguments: the roots, and the pages of connections."""

    run: Callable[..., Any]

    def resolver(self) -> GraphQLFieldResolver:
        run = self.run
        return lambda row, info, **arguments: run(info.context, row, **arguments)
