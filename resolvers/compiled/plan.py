"""A plan: what to read of the rows of each level, and how to make objects of it."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from graphql import FieldNode, GraphQLField, get_argument_values
from graphql.execution.values import VariableValues

from resolvers.bindings import Binding, Relation
from resolvers.compiled.bail import Bail
from resolvers.compiled.leaves import Leaf
from resolvers.request import Request

Rows = Sequence[Any]
Column = list[Any]


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

    async def column(self, rows: Rows, run: Run) -> Column:
        arguments = (
            get_argument_values(self.definition, self.node, run.variables)
            if self.definition.args
            else {}
        )
        values = list(await self.binding.values(rows, run.request, arguments))
        if not self.nullable and None in values:
            raise Bail
        if self.leaf is not None:
            return self._leaves(values)
        assert self.child is not None
        if self.listed:
            return await self._lists(values, self.child, run)
        return await self._objects(values, self.child, run)

    def _leaves(self, values: Column) -> Column:
        assert self.leaf is not None
        if self.listed and not self.items_nullable and any(None in v for v in values if v):
            raise Bail
        return self.leaf(values)

    async def _objects(
        self, values: Column, child: "ObjectPlan | AbstractPlan", run: Run
    ) -> Column:
        if None not in values:
            return await child.objects(values, run)
        made = iter(await child.objects([value for value in values if value is not None], run))
        return [None if value is None else next(made) for value in values]

    async def _lists(self, values: Column, child: "ObjectPlan | AbstractPlan", run: Run) -> Column:
        items = [item for value in values if value is not None for item in value]
        if None in items:
            raise Bail
        made = iter(await child.objects(items, run))
        return [None if value is None else list(islice(made, len(value))) for value in values]


@dataclass(frozen=True, slots=True)
class ObjectPlan:
    """Objects of one type: a struct whose fields are the response keys, in their order."""

    type_name: str
    struct: Callable[..., Any]
    fields: tuple[FieldPlan | None, ...]
    """None is `__typename`."""

    async def objects(self, rows: Rows, run: Run) -> Column:
        if not rows:
            return []
        await load_together([(self, rows)], run)
        return await self.made_of(rows, run)

    async def made_of(self, rows: Rows, run: Run) -> Column:
        """The objects of rows whose relations are loaded."""
        columns = [
            [self.type_name] * len(rows) if field is None else await field.column(rows, run)
            for field in self.fields
        ]
        return list(map(self.struct, *columns)) if columns else [self.struct() for _ in rows]

    def relations(self) -> Iterator[Relation]:
        for planned in self.fields:
            if planned is not None and isinstance(planned.binding, Relation):
                yield planned.binding


Typing = Callable[[Any, Request], str]


@dataclass(frozen=True, slots=True)
class AbstractPlan:
    """Objects of an interface: rows of one shape go together, each shape under its type's plan."""

    typing: Typing
    shape: Callable[[Any], Hashable] | None
    plan_of: Callable[[str], ObjectPlan]
    _plans: dict[str, ObjectPlan] = field(default_factory=dict)

    async def objects(self, rows: Rows, run: Run) -> Column:
        made: Column = [None] * len(rows)
        groups = [(self._plan(rows[places[0]], run), places) for places in self._places(rows, run)]
        shared = [(plan, [rows[place] for place in places], places) for plan, places in groups]
        await load_together([(plan, its_rows) for plan, its_rows, _ in shared], run)
        for plan, its_rows, places in shared:
            objects = await plan.made_of(its_rows, run)
            for place, made_object in zip(places, objects, strict=True):
                made[place] = made_object
        return made

    def _places(self, rows: Rows, run: Run) -> Collection[list[int]]:
        """Where the rows of each shape are."""
        shape = self.shape
        request, typing = run.request, self.typing
        places: dict[Hashable, list[int]] = {}
        for place, row in enumerate(rows):
            key = typing(row, request) if shape is None else shape(row)
            places.setdefault(key, []).append(place)
        return places.values()

    def _plan(self, row: Any, run: Run) -> ObjectPlan:
        type_name = self.typing(row, run.request)
        plan = self._plans.get(type_name)
        if plan is None:
            plan = self._plans[type_name] = self.plan_of(type_name)
        return plan


async def load_together(level: Sequence[tuple[ObjectPlan, Rows]], run: Run) -> None:
    """What the objects of a level need, in one trip; a relation that several shapes have is one
    statement, not one for each."""
    wanted: dict[str, tuple[Any, set[Hashable]]] = {}
    for plan, rows in level:
        for relation in plan.relations():
            for need in relation.needs:
                _, keys = wanted.setdefault(need.loader.name, (need.loader, set()))
                keys.update(map(need.key_of, rows))
    for _, keys in wanted.values():
        keys.discard(None)
    await run.request.load_together([(loader, keys) for loader, keys in wanted.values() if keys])


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an operation. Raises Bail when the answer is not for it to word."""

    root: ObjectPlan

    async def execute(self, run: Run) -> Any:
        [answer] = await self.root.objects([None], run)
        return answer
