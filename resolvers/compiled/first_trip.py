"""What a plan will read first whatever it finds: known before it runs, it goes with the token.

A root that is one row by its key (`Lookup`) and the relations of that row take one trip instead of
two: a relation's keys are then not a list but the root's own statement, rights included, of which only
the column of the keys is left. When nothing deeper needs loading, the trip is all that there is.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from graphql import get_argument_values
from graphql.execution.values import VariableValues
from sqlalchemy import BindParameter, func
from sqlalchemy.sql import visitors

from resolvers.bindings import Lookup, Need, Query, Relation
from resolvers.compiled.plan import AbstractPlan, FieldPlan, ObjectPlan
from resolvers.loader import Loader
from resolvers.request import Request
from resolvers.statements import Asked, Statement

ROOTS_AT_MOST = 4


@lru_cache(maxsize=512)
def of_parent(need: Need, parent: Loader[Any, Any]) -> Statement[Any]:
    """The rows that a row of `parent` needs, asked by the key of that row instead of their own."""
    keys = parent.statement.select.with_only_columns(
        parent.statement.select.selected_columns[need.key], maintain_column_froms=True
    )

    def replaced(element: Any, **_: Any) -> Any:
        if isinstance(element, BindParameter) and element.key == "cles":
            return func.array(keys.correlate(None).scalar_subquery())
        return None

    select: Any = visitors.replacement_traverse(need.loader.statement.select, {}, replaced)
    return Statement(select, need.loader.statement.row)


class Root(NamedTuple):
    """One root, and what its row needs."""

    planned: FieldPlan
    lookup: Lookup
    needs: tuple[Need, ...]

    def key(self, variables: VariableValues) -> Any:
        planned = self.planned
        return self.lookup.key(get_argument_values(planned.definition, planned.node, variables))

    def asked(self, key: Any, parameters: Mapping[str, Any]) -> Iterator[Asked]:
        given = {"cles": [key], **parameters}
        yield self.lookup.loader.statement, given
        for need in self.needs:
            yield of_parent(need, self.lookup.loader), given

    def receive(self, request: Request, key: Any, answers: Iterator[list[Any]]) -> None:
        row = request.receive(self.lookup.loader, [key], next(answers))[key]
        for need in self.needs:
            rows = next(answers)
            needed = None if row is None else need.key_of(row)
            if needed is not None:
                request.receive(need.loader, [needed], rows)


class FirstTrip(NamedTuple):
    """`whole`: a plan whose roots are found reads nothing more."""

    roots: tuple[Root, ...]
    whole: bool

    def keys(self, variables: VariableValues) -> list[Any]:
        """The key of each root: None is that of nothing."""
        return [root.key(variables) for root in self.roots]

    def asked(self, keys: list[Any], parameters: Mapping[str, Any]) -> list[Asked]:
        roots = zip(self.roots, keys, strict=True)
        return [each for root, key in roots for each in root.asked(key, parameters)]

    def receive(self, request: Request, keys: list[Any], answers: list[list[Any]]) -> None:
        coming = iter(answers)
        for root, key in zip(self.roots, keys, strict=True):
            root.receive(request, key, coming)


def first_trip(root: ObjectPlan) -> FirstTrip | None:
    """None when nothing is known beforehand."""
    roots, whole = [], True
    for planned in root.fields:
        if planned is None:
            continue
        found = _root(planned)
        if found is None:
            whole = whole and _loads_nothing(planned)
        else:
            roots.append(found)
            whole = whole and all(_covered(field, found) for field in _fields(planned.child))
    if not 0 < len(roots) <= ROOTS_AT_MOST:
        return None
    return FirstTrip(tuple(roots), whole)


def _root(planned: FieldPlan) -> Root | None:
    binding = planned.binding
    if not (isinstance(binding, Query) and isinstance(binding.run, Lookup)):
        return None
    columns = binding.run.loader.statement.select.selected_columns
    needs = {
        need: None
        for field in _fields(planned.child)
        if isinstance(field.binding, Relation)
        for need in field.binding.needs
        if need.key in columns
    }
    return Root(planned, binding.run, tuple(needs))


def _covered(field: FieldPlan, root: Root) -> bool:
    """Whether the trip brings all that a field of the root's row needs, and what is under it nothing."""
    if isinstance(field.binding, Relation):
        known = all(need in root.needs for need in field.binding.needs)
        return known and all(map(_loads_nothing, _fields(field.child)))
    return _loads_nothing(field)


def _loads_nothing(field: FieldPlan) -> bool:
    if isinstance(field.binding, Relation | Query):
        return False
    return all(map(_loads_nothing, _fields(field.child)))


def _fields(child: ObjectPlan | AbstractPlan | None) -> Iterator[FieldPlan]:
    """The fields of an object; of an interface, those of all the types that it may be."""
    plans = child.all() if isinstance(child, AbstractPlan) else [child] if child else []
    for plan in plans:
        yield from (field for field in plan.fields if field is not None)
