"""The schema explains itself: whatever it shows has a sentence in French."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_introspection_type,
    is_specified_scalar_type,
)

from schema import schema


def tout() -> Iterator[tuple[str, str | None]]:
    for nom, type_graphql in schema.type_map.items():
        if is_introspection_type(type_graphql) or is_specified_scalar_type(type_graphql):
            continue
        yield nom, type_graphql.description
        if isinstance(type_graphql, GraphQLEnumType):
            for valeur, definition in type_graphql.values.items():
                yield f"{nom}.{valeur}", definition.description
        if isinstance(type_graphql, GraphQLInputObjectType):
            for cle, entree in type_graphql.fields.items():
                yield f"{nom}.{cle}", entree.description
        if isinstance(type_graphql, GraphQLObjectType | GraphQLInterfaceType):
            for cle, champ in type_graphql.fields.items():
                yield f"{nom}.{cle}", champ.description
                for argument, declare in champ.args.items():
                    yield f"{nom}.{cle}({argument})", declare.description


def test_everything_is_described_by_a_sentence() -> None:
    muets = [quoi for quoi, description in tout() if not (description or "").endswith((".", "…"))]

    assert muets == []
