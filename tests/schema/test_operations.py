"""The stored documents ask for what DS’s do: same operations, variables, keys, types, in that order.

`faits_operations.json.gz` holds the facts of the public API: `contrat`, its SDL, and for each
`queryId` the type conditions, and per operation the variables and one line a response key (path,
type, field behind an alias, conditions, arguments). It changes only when DS’s API does.
"""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    SelectionSetNode,
    Visitor,
    build_client_schema,
    build_schema,
    get_named_type,
    graphql_sync,
    parse,
    print_ast,
    print_schema,
    specified_rules,
    validate,
    visit,
)

from schema.operations import DOCUMENTS, stored

FAITS: dict[str, Any] = json.loads(
    gzip.decompress((Path(__file__).parent / "faits_operations.json.gz").read_bytes())
)
CONTRAT = build_schema(FAITS["contrat"])
OPERATIONS = [
    (query_id, name)
    for query_id, document in FAITS["documents"].items()
    for name in document["operations"]
]


class Place(NamedTuple):
    """Where a selection stands: what its keys, conditions and narrowings inherit."""

    path: str = ""
    include: tuple[str, ...] = ()
    on: tuple[str, ...] = ()


def operation(query_id: str, name: str) -> OperationDefinitionNode:
    return next(
        node
        for node in parse(DOCUMENTS[query_id]).definitions
        if isinstance(node, OperationDefinitionNode) and node.name and node.name.value == name
    )


def type_conditions(document: DocumentNode) -> set[str]:
    found = set()

    class Conditions(Visitor):
        def enter(self, node: Any, *_: object) -> None:
            if isinstance(node, InlineFragmentNode | FragmentDefinitionNode):
                assert node.type_condition
                found.add(node.type_condition.name.value)

    visit(document, Conditions())
    return found


def flattened(query_id: str, name: str) -> list[str]:
    """One line for each key that the operation can answer, in the order of the answer."""
    fragments = {
        node.name.value: node
        for node in parse(DOCUMENTS[query_id]).definitions
        if isinstance(node, FragmentDefinitionNode)
    }

    def lines(parent: Any, selections: SelectionSetNode, place: Place) -> Iterator[str]:
        for node in selections.selections:
            conditions = [print_ast(directive) for directive in node.directives or ()]
            here = place._replace(include=(*place.include, *conditions))
            if isinstance(node, FieldNode):
                yield from field_lines(parent, node, here)
                continue
            part = fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            assert isinstance(part, InlineFragmentNode | FragmentDefinitionNode)
            assert part.type_condition
            target = CONTRAT.type_map[part.type_condition.name.value]
            if isinstance(target, GraphQLObjectType) and target is not parent:
                here = here._replace(on=(*here.on, target.name))
            yield from lines(target, part.selection_set, here)

    def field_lines(parent: Any, node: FieldNode, place: Place) -> Iterator[str]:
        field = CONTRAT.get_field(parent, node.name.value)
        assert field
        path = place.path + (node.alias or node.name).value
        alias = f" = {node.name.value}" if node.alias else ""
        include = "".join(f" {condition}" for condition in dict.fromkeys(place.include))
        on = "".join(f" on {type_name}" for type_name in place.on)
        args = f" ({', '.join(map(print_ast, node.arguments))})" if node.arguments else ""
        yield f"{path}: {field.type}{alias}{include}{on}{args}"
        if node.selection_set:
            within = place._replace(path=path + ("[]." if "[" in str(field.type) else "."))
            yield from lines(get_named_type(field.type), node.selection_set, within)

    node = operation(query_id, name)
    root = CONTRAT.get_root_type(node.operation)
    return list(dict.fromkeys(lines(root, node.selection_set, Place())))


def test_the_stored_documents_are_the_three_that_clients_know() -> None:
    assert sorted(DOCUMENTS) == ["ds-mutation-v2", "ds-query-v2", "introspection"]
    assert stored("ds-query-v2") == DOCUMENTS["ds-query-v2"]


@pytest.mark.parametrize("query_id", ["ds-query-v0", "", "../root", "ds-query-v2.graphql"])
def test_no_other_name_is_a_document(query_id: str) -> None:
    assert stored(query_id) is None


@pytest.mark.parametrize("query_id", FAITS["documents"])
def test_a_document_holds_the_known_operations_and_no_other(query_id: str) -> None:
    ours = [
        node.name.value
        for node in parse(DOCUMENTS[query_id]).definitions
        if isinstance(node, OperationDefinitionNode) and node.name
    ]

    assert ours == list(FAITS["documents"][query_id]["operations"])


@pytest.mark.parametrize("query_id", FAITS["documents"])
def test_a_document_names_the_types_that_decide_how_champs_are_answered(query_id: str) -> None:
    ours = type_conditions(parse(DOCUMENTS[query_id]))

    assert sorted(ours) == FAITS["documents"][query_id]["type_conditions"]


@pytest.mark.parametrize(("query_id", "name"), OPERATIONS)
def test_an_operation_takes_the_known_variables_with_their_defaults(
    query_id: str, name: str
) -> None:
    node = operation(query_id, name)
    facts = FAITS["documents"][query_id]["operations"][name]

    assert node.operation.value == facts["kind"]
    variables = map(print_ast, node.variable_definitions or ())
    assert sorted(variables) == sorted(facts["variables"])


@pytest.mark.parametrize(("query_id", "name"), OPERATIONS)
def test_an_operation_answers_the_known_keys_in_the_known_order(query_id: str, name: str) -> None:
    facts = FAITS["documents"][query_id]["operations"][name]

    assert flattened(query_id, name) == facts["response"]


@pytest.mark.parametrize("query_id", ["ds-mutation-v2", "introspection"])
def test_these_documents_are_valid_to_the_letter(query_id: str) -> None:
    assert validate(CONTRAT, parse(DOCUMENTS[query_id])) == []


def test_the_query_document_is_valid_but_for_the_values_of_columns() -> None:
    """The one rule that the API relaxes, for this document and for the copies that clients send."""
    document = parse(DOCUMENTS["ds-query-v2"])
    relaxed = [rule for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule]
    conflicts = validate(CONTRAT, document, [OverlappingFieldsCanBeMergedRule])

    assert validate(CONTRAT, document, relaxed) == []
    assert {error.message.split(" because")[0] for error in conflicts} == {
        "Fields 'value' conflict"
    }


def test_introspection_lets_a_client_rebuild_the_whole_schema() -> None:
    result = graphql_sync(CONTRAT, DOCUMENTS["introspection"])

    assert result.errors is None
    rebuilt = print_schema(build_client_schema(result.data))  # type: ignore[arg-type]
    # The standard document asks neither for @oneOf nor for @specifiedBy.
    asked = re.sub(r" @(oneOf|specifiedBy\(.*\))", "", print_schema(CONTRAT))
    assert rebuilt.split() == asked.split()
