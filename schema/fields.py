"""The words that the schema is written with. A field is declared once: its type, its description,
and its binding, which says where the value comes from (ARCHITECTURE 5)."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, ClassVar

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from domain import identifiants
from resolvers.bindings import (
    Binding,
    Column,
    Computed,
    Constant,
    Info,
    Need,
    Query,
    Relation,
    Requested,
    Stage,
    Staged,
)
from resolvers.loader import Loader
from resolvers.request import Request

BINDING = "binding"


def bound(
    description: str,
    binding: Binding,
    *,
    name: str | None = None,
    deprecated: str | None = None,
    arguments: Sequence[StrawberryArgument] = (),
) -> Any:
    """A field and where its value comes from; the four words below are this one with less to say."""
    field = StrawberryField(
        graphql_name=name,
        description=description,
        deprecation_reason=deprecated,
        metadata={BINDING: binding},
    )
    field.arguments = list(arguments)
    return field


def column(
    description: str,
    column: str,
    convert: Callable[[Any], Any] | None = None,
    **options: Any,
) -> Any:
    """A column of the row that the object is."""
    return bound(description, Column(column, convert), **options)


def identifiant(classe: str, column: str = "id") -> Any:
    return bound("Identifiant global.", Column(column, identifiants.de(classe)))


def constant(description: str, value: Any, **options: Any) -> Any:
    return bound(description, Constant(value), **options)


def computed(
    description: str,
    build: Callable[[Any], Any],
    *,
    together: Callable[[Sequence[Any]], Iterable[Any]] | None = None,
    **options: Any,
) -> Any:
    return bound(description, Computed(build, together), **options)


def staged(description: str, build: Callable[[Any], Stage], **options: Any) -> Any:
    """What `build` leaves to do for each row, once it has done what their shape has in common."""
    return bound(description, Staged(build), **options)


def requested(description: str, build: Callable[..., Any], **options: Any) -> Any:
    return bound(description, Requested(build), **options)


def query(description: str, run: Callable[..., Any], **options: Any) -> Any:
    return bound(description, Query(run), **options)


def relation(
    description: str,
    *needs: tuple[Loader[Any, Any], str],
    build: Callable[..., Any] | None = None,
    **options: Any,
) -> Any:
    """What loaders bring; each need is a loader and the column that holds its key."""
    wanted = tuple(Need(loader, key) for loader, key in needs)
    return bound(description, Relation(wanted, build), **options)


class Interface:
    """An interface of the contract says which type a row has, and which rows are of one shape: the
    compiled executor reads those together. By default a shape is a type."""

    shape: ClassVar[Callable[[Any], Hashable] | None] = None

    @classmethod
    def type_of(cls, row: Any, request: Request) -> str:
        raise TypeError(cls)

    @classmethod
    def resolve_type(cls, row: Any, info: Info, *_: Any) -> str:
        return cls.type_of(row, info.context)


def argument(
    python_name: str,
    annotation: Any,
    description: str,
    *,
    default: Any = strawberry.UNSET,
    deprecated: str | None = None,
) -> StrawberryArgument:
    return StrawberryArgument(
        python_name=python_name,
        graphql_name=None,
        type_annotation=StrawberryAnnotation(annotation),
        description=description,
        default=default,
        deprecation_reason=deprecated,
    )


def argument_id(description: str) -> StrawberryArgument:
    return argument("id", strawberry.ID | None, description)
