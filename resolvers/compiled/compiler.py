"""From a document to its plan: which fields of which types, the directives being settled."""

from collections.abc import Mapping
from typing import Any

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    type_from_ast,
)
from graphql.execution.values import VariableValues

from resolvers.bindings import Binding
from resolvers.compiled.bail import Bail
from resolvers.compiled.first_trip import first_trip
from resolvers.compiled.leaves import Leaf, in_lists, leaf
from resolvers.compiled.plan import AbstractPlan, FieldPlan, ObjectPlan, Plan

Selections = tuple[SelectionSetNode, ...]
TYPENAME = "__typename"


class Liaisons:
    """What the schema's declarations say to the compiler, beyond what graphql-core knows."""

    def __init__(
        self,
        schema: GraphQLSchema,
        bindings: Mapping[tuple[str, str], Binding],
        shapes: Mapping[str, Any],
        columns: Mapping[str, Leaf],
    ) -> None:
        self.schema = schema
        self.bindings = bindings
        self.shapes = shapes
        self.columns = columns


class Compiler:
    """Compiles one operation of one document under one set of values of the directives' variables.

    Everything else that variables change (arguments) is read at each run.
    """

    def __init__(
        self, liaisons: Liaisons, document: DocumentNode, variables: VariableValues
    ) -> None:
        self._liaisons = liaisons
        self._variables = variables
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._memo: dict[tuple[str, tuple[int, ...]], ObjectPlan] = {}

    def plan(self, operation: OperationDefinitionNode) -> Plan:
        """Raises Bail on what is not a query, or selects what has no binding (introspection)."""
        root = self._liaisons.schema.query_type
        if operation.operation is not OperationType.QUERY or root is None:
            raise Bail
        made = self._object(root, (operation.selection_set,))
        try:
            return Plan(made, first_trip(made))
        except Bail:  # of a type that no row of the answer may ever have
            return Plan(made)

    # --- which fields ----------------------------------------------------------------------------

    def _collect(
        self,
        parent: GraphQLObjectType,
        selections: Selections,
        fields: dict[str, list[FieldNode]],
        visited: set[str],
    ) -> None:
        for selection in selections:
            for node in selection.selections:
                if not self._included(node):
                    continue
                if isinstance(node, FieldNode):
                    fields.setdefault((node.alias or node.name).value, []).append(node)
                    continue
                fragment = self._fragment(node, visited)
                if fragment is not None and self._applies(fragment, parent):
                    self._collect(parent, (fragment.selection_set,), fields, visited)

    def _included(self, node: Any) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not include or bool(include["if"])

    def _fragment(
        self, node: Any, visited: set[str]
    ) -> InlineFragmentNode | FragmentDefinitionNode | None:
        if isinstance(node, InlineFragmentNode):
            return node
        assert isinstance(node, FragmentSpreadNode)
        if node.arguments or node.name.value in visited:
            return None
        visited.add(node.name.value)
        return self._fragments[node.name.value]

    def _applies(
        self, fragment: InlineFragmentNode | FragmentDefinitionNode, parent: GraphQLObjectType
    ) -> bool:
        condition = fragment.type_condition
        if condition is None:
            return True
        schema = self._liaisons.schema
        wanted = type_from_ast(schema, condition)
        if wanted is parent:
            return True
        return is_abstract_type(wanted) and schema.is_sub_type(wanted, parent)

    # --- how they are made -----------------------------------------------------------------------

    def _object(self, parent: GraphQLObjectType, selections: Selections) -> ObjectPlan:
        key = parent.name, tuple(map(id, selections))
        known = self._memo.get(key)
        if known is not None:
            return known
        fields: dict[str, list[FieldNode]] = {}
        self._collect(parent, selections, fields, set())
        plan = ObjectPlan(
            parent.name,
            _struct(parent.name, fields),
            tuple(self._field(parent, nodes) for nodes in fields.values()),
        )
        self._memo[key] = plan
        return plan

    def _field(self, parent: GraphQLObjectType, nodes: list[FieldNode]) -> FieldPlan | None:
        name = nodes[0].name.value
        if name == TYPENAME:
            return None
        binding = self._liaisons.bindings.get((parent.name, name))
        if binding is None:
            raise Bail
        definition: GraphQLField = parent.fields[name]
        declared: Any = definition.type
        nullable = not is_non_null_type(declared)
        inner = declared if nullable else declared.of_type
        listed = is_list_type(inner)
        item = inner.of_type if listed else inner
        items_nullable = not is_non_null_type(item)
        named = get_named_type(declared)
        selections = tuple(node.selection_set for node in nodes if node.selection_set)
        of_leaves = leaf(named, self._liaisons.columns) if is_leaf_type(named) else None
        return FieldPlan(
            binding=binding,
            definition=definition,
            node=nodes[0],
            nullable=nullable,
            listed=listed,
            items_nullable=items_nullable,
            leaf=in_lists(of_leaves) if of_leaves and listed else of_leaves,
            child=None if of_leaves else self._child(named, selections),
        )

    def _child(self, named: Any, selections: Selections) -> ObjectPlan | AbstractPlan:
        if isinstance(named, GraphQLObjectType):
            return self._object(named, selections)
        assert isinstance(named, GraphQLInterfaceType)
        schema = self._liaisons.schema

        def plan_of(type_name: str) -> ObjectPlan:
            concrete = schema.get_type(type_name)
            assert isinstance(concrete, GraphQLObjectType)
            return self._object(concrete, selections)

        interface = self._liaisons.shapes[named.name]
        types = tuple(possible.name for possible in schema.get_possible_types(named))
        return AbstractPlan(interface.type_of, interface.shape, plan_of, types)


def _struct(name: str, keys: Mapping[str, Any]) -> Any:
    """Response keys are any GraphQL name, Python's reserved words too: the fields have their own."""
    names = [f"f{place}" for place in range(len(keys))]
    return msgspec.defstruct(
        name,
        [(field, Any) for field in names],
        rename=dict(zip(names, keys, strict=True)),
        frozen=False,
        gc=False,
    )
