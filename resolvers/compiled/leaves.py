"""Columns of leaves: checked whole, then encoded as they are.

The general executor coerces each value; here a column whose types are those expected needs nothing.
Anything else is given up: it is the general executor that knows the error.
"""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from types import NoneType
from typing import Any

from graphql import GraphQLEnumType, GraphQLLeafType, GraphQLScalarType

from resolvers.compiled.bail import Bail

Column = list[Any]
Leaf = Callable[[Column], Column]

INT_MIN, INT_MAX = -(2**31), 2**31 - 1
TEXTE: set[type] = {str, NoneType}
ENTIER: set[type] = {int, NoneType}
BOOLEEN: set[type] = {bool, NoneType}
NOMBRE: set[type] = {float, int, NoneType}


def _only(values: Column, types: set[type]) -> None:
    if not set(map(type, values)) <= types:
        raise Bail


def _strings(values: Column) -> Column:
    _only(values, TEXTE)
    return values


def _booleans(values: Column) -> Column:
    _only(values, BOOLEEN)
    return values


def _ints(values: Column) -> Column:
    _only(values, ENTIER)
    entiers = [value for value in values if value is not None]
    if entiers and not INT_MIN <= min(entiers) <= max(entiers) <= INT_MAX:
        raise Bail
    return values


def _floats(values: Column) -> Column:
    _only(values, NOMBRE)
    if not all(isfinite(value) for value in values if value is not None):
        raise Bail
    return [None if value is None else float(value) for value in values]


SPECIFIED: dict[str, Leaf] = {
    "String": _strings,
    "ID": _strings,
    "Boolean": _booleans,
    "Int": _ints,
    "Float": _floats,
}


def _enum(enum: GraphQLEnumType) -> Leaf:
    """Values and members are both texts here; each is looked up once per column."""
    names = {value.value: name for name, value in enum.values.items()}
    names.update({str(value): name for value, name in names.items()})

    def names_of(values: Column) -> Column:
        if not set(values) <= names.keys() | {None}:
            raise Bail
        return list(map(names.get, values))

    return names_of


def _scalar(scalar: GraphQLScalarType) -> Leaf:
    serialize = scalar.serialize

    def serialized(values: Column) -> Column:
        return [None if value is None else serialize(value) for value in values]

    return serialized


def leaf(leaf_type: GraphQLLeafType, columns: Mapping[str, Leaf]) -> Leaf:
    """`columns`: how the scalars that know a quicker way write a whole column."""
    if isinstance(leaf_type, GraphQLEnumType):
        return _enum(leaf_type)
    assert isinstance(leaf_type, GraphQLScalarType)
    name = leaf_type.name
    return SPECIFIED.get(name) or columns.get(name) or _scalar(leaf_type)


def in_lists(of_items: Leaf) -> Leaf:
    """The same of lists of leaves: their items are one column, then lists again."""

    def lists(values: Column) -> Column:
        pleines = [value for value in values if value is not None]
        _only(pleines, {list, tuple})
        items: Iterable[Any] = iter(of_items([item for value in pleines for item in value]))
        return [
            None if value is None else [item for _, item in zip(value, items, strict=False)]
            for value in values
        ]

    return lists
