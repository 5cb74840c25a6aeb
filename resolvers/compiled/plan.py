"""A plan: what to read of the rows of each level, and how to make objects of it.

What loads nothing, under an object or a list of them, is made without waiting: only relations, and
what is under them, need the database and its turns.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from graphql import FieldNode, GraphQLField, get_argument_values
from graphql.execution.values import VariableValues

from resolvers.bindings import Binding, Need, Query, Relation
from resolvers.compiled.bail import Bail
from resolvers.compiled.leaves import Leaf
from resolvers.request import Request

if TYPE_CHECKING:
    from resolvers.compiled.first_trip import FirstTrip

Rows = Sequence[Any]
Column = list[Any]
NO_ARGUMENTS: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a plan: the request, and its variables."""

    request: Request
    variables: VariableValues


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One response key. `leaf` or `child` says what its values are; `listed` that they come by lists;
    the two nullabilities are those of the list and of its items."""

    binding: Binding
    definition: GraphQLField
    node: FieldNode
    nullable: bool
    listed: bool
    items_nullable: bool
    leaf: Leaf | None
    child: "ObjectPlan | AbstractPlan | None"

    @property
    def waits(self) -> bool:
        """Whether something is read from the database for it, its own relation being loaded."""
        child = self.child
        if isinstance(self.binding, Query) or isinstance(child, AbstractPlan):
            return True
        return child is not None and (bool(child.needs) or child.waits)

    def arguments(self, run: Run) -> dict[str, Any]:
        if not self.definition.args:
            return NO_ARGUMENTS
        return get_argument_values(self.definition, self.node, run.variables)

    def column(self, rows: Rows, run: Run) -> Column:
        """Its values, when it waits for nothing."""
        values = self._checked(self.binding.values(rows, run.request, self.arguments(run)))
        if self.leaf is not None:
            return self._leaves(self.leaf, values)
        assert isinstance(self.child, ObjectPlan)
        objects, shape = self._flat(values)
        return self.shaped(values, self.child.made_of(objects, run) if objects else [], shape)

    async def column_in_time(self, rows: Rows, run: Run) -> Column:
        """Its values, when it runs a statement of its own."""
        assert isinstance(self.binding, Query)
        found = await self.binding.run_all(rows, run.request, self.arguments(run))
        if self.leaf is not None:
            return self._leaves(self.leaf, self._checked(found))
        begun = self._begun(found, run)
        await load_together(begun.objects.level, run)
        return await begun.made(run)

    def begun(self, rows: Rows, run: Run) -> "Begun":
        """Its objects before what they need is loaded."""
        return self._begun(self.binding.values(rows, run.request, self.arguments(run)), run)

    def _begun(self, found: Iterable[Any], run: Run) -> "Begun":
        values = self._checked(found)
        assert self.child is not None
        objects, as_they_are = self._flat(values)
        return Begun(self, values, as_they_are, self.child.begun(objects, run))

    def _checked(self, found: Any) -> Column:
        values = list(found)
        if not self.nullable and None in values:
            raise Bail
        return values

    def _leaves(self, leaf: Leaf, values: Column) -> Column:
        if self.listed and not self.items_nullable and any(None in v for v in values if v):
            raise Bail
        return leaf(values)

    def _flat(self, values: Column) -> tuple[Column, bool]:
        """The rows of the objects to make, and whether they are the values as they are."""
        if self.listed:
            items = [item for value in values if value is not None for item in value]
            if None in items:
                raise Bail
            return items, False
        if None not in values:
            return values, True
        return [value for value in values if value is not None], False

    def shaped(self, values: Column, made: Column, as_they_are: bool) -> Column:
        if as_they_are:
            return made
        coming = iter(made)
        if self.listed:
            return [None if value is None else list(islice(coming, len(value))) for value in values]
        return [None if value is None else next(coming) for value in values]


class Objects(NamedTuple):
    """Objects to be made: the rows of each shape, and where they go."""

    level: "Sequence[tuple[ObjectPlan, Rows]]"
    places: Sequence[Sequence[int]] | None
    """None when all are of one shape."""

    async def made(self, run: Run) -> Column:
        """What they need is loaded."""
        columns = [await plan.made(rows, run) for plan, rows in self.level]
        if self.places is None:
            return columns[0] if columns else []
        made: Column = [None] * sum(map(len, self.places))
        for column, places in zip(columns, self.places, strict=True):
            for place, made_object in zip(places, column, strict=True):
                made[place] = made_object
        return made


class Begun(NamedTuple):
    """The column of a field, whose objects wait for the rest of their level to be loaded with them."""

    planned: FieldPlan
    values: Column
    as_they_are: bool
    objects: Objects

    async def made(self, run: Run) -> Column:
        return self.planned.shaped(self.values, await self.objects.made(run), self.as_they_are)


class ObjectPlan:
    """Objects of one type: a struct whose fields are the response keys, in their order. A field that
    is None is `__typename`."""

    __slots__ = ("fields", "needs", "struct", "type_name", "waiting", "waits")

    def __init__(
        self, type_name: str, struct: Callable[..., Any], fields: tuple[FieldPlan | None, ...]
    ) -> None:
        self.type_name = type_name
        self.struct = struct
        self.fields = fields
        needs: dict[Need, None] = {}
        for planned in fields:
            if planned is not None and isinstance(planned.binding, Relation):
                needs.update(dict.fromkeys(planned.binding.needs))
        self.needs = tuple(needs)
        self.waiting = [planned is not None and planned.waits for planned in fields]
        self.waits = any(self.waiting)

    def begun(self, rows: Rows, run: Run) -> Objects:
        return Objects([(self, rows)] if rows else [], None)

    async def made(self, rows: Rows, run: Run) -> Column:
        """The objects of rows whose relations are loaded."""
        return await self._made_in_time(rows, run) if self.waits else self.made_of(rows, run)

    def made_of(self, rows: Rows, run: Run) -> Column:
        """The same when no field waits."""
        names = [self.type_name] * len(rows)
        columns = [names if field is None else field.column(rows, run) for field in self.fields]
        return self._made(rows, columns)

    async def _made_in_time(self, rows: Rows, run: Run) -> Column:
        """The same when some do: what is under all of them is loaded in one trip."""
        waiting = [field for field, waits in zip(self.fields, self.waiting, strict=True) if waits]
        begun = {
            id(planned): planned.begun(rows, run)
            for planned in waiting
            if planned is not None and not isinstance(planned.binding, Query)
        }
        await load_together([each for b in begun.values() for each in b.objects.level], run)
        columns = []
        for planned, waits in zip(self.fields, self.waiting, strict=True):
            if planned is None:
                columns.append([self.type_name] * len(rows))
            elif id(planned) in begun:
                columns.append(await begun.pop(id(planned)).made(run))
            elif waits:
                columns.append(await planned.column_in_time(rows, run))
            else:
                columns.append(planned.column(rows, run))
        return self._made(rows, columns)

    def _made(self, rows: Rows, columns: list[Column]) -> Column:
        return list(map(self.struct, *columns)) if columns else [self.struct() for _ in rows]


Typing = Callable[[Any, Request], str]


@dataclass(frozen=True, slots=True)
class AbstractPlan:
    """Objects of an interface: rows of one shape go together, each shape under its type's plan."""

    typing: Typing
    shape: Callable[[Any], Hashable] | None
    plan_of: Callable[[str], ObjectPlan]
    types: tuple[str, ...]
    """All that it may be."""
    _plans: dict[str, ObjectPlan] = field(default_factory=dict)

    def begun(self, rows: Rows, run: Run) -> Objects:
        places = list(self._places(rows, run))
        level = [(self._plan(rows[its[0]], run), [rows[place] for place in its]) for its in places]
        return Objects(level, places)

    def _places(self, rows: Rows, run: Run) -> Collection[list[int]]:
        """Where the rows of each shape are."""
        shape = self.shape
        request, typing = run.request, self.typing
        places: dict[Hashable, list[int]] = {}
        for place, row in enumerate(rows):
            key = typing(row, request) if shape is None else shape(row)
            its_places = places.get(key)
            if its_places is None:
                places[key] = [place]
            else:
                its_places.append(place)
        return places.values()

    def all(self) -> list[ObjectPlan]:
        """Raises Bail when one of them has no plan."""
        return list(map(self._plan_of, self.types))

    def _plan(self, row: Any, run: Run) -> ObjectPlan:
        return self._plan_of(self.typing(row, run.request))

    def _plan_of(self, type_name: str) -> ObjectPlan:
        plan = self._plans.get(type_name)
        if plan is None:
            plan = self._plans[type_name] = self.plan_of(type_name)
        return plan


async def load_together(level: Sequence[tuple[ObjectPlan, Rows]], run: Run) -> None:
    """What the objects of a level need, in one trip; a relation that several shapes have is one
    statement, not one for each."""
    wanted: dict[str, tuple[Any, set[Hashable]]] = {}
    for plan, rows in level:
        for need in plan.needs:
            _, keys = wanted.setdefault(need.loader.name, (need.loader, set()))
            keys.update(map(need.key_of, rows))
    for _, keys in wanted.values():
        keys.discard(None)
    await run.request.load_together([(loader, keys) for loader, keys in wanted.values() if keys])


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an operation. Raises Bail when the answer is not for it to word."""

    root: ObjectPlan
    first_trip: "FirstTrip | None" = None

    async def execute(self, run: Run) -> Any:
        [answer] = await self.root.made([None], run)
        return answer
