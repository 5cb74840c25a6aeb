"""From Strawberry's declarations to a schema that graphql-core runs by their bindings alone.

Strawberry's own resolvers would wrap every value of every field; a binding is called as it is.
"""

from typing import Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema
from strawberry import Schema
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from resolvers.bindings import Binding
from schema.fields import BINDING

DEFINITION = "strawberry-definition"


class SansLiaison(TypeError):
    """A field of the contract that nothing answers: found when the schema is built, not by a client."""


def lier(schema: Schema) -> GraphQLSchema:
    """The graphql-core schema, each object's field resolved by its binding. Raises SansLiaison."""
    liee = schema._schema
    for nom, type_graphql in liee.type_map.items():
        if not isinstance(type_graphql, GraphQLObjectType) or nom.startswith("__"):
            continue
        # Which concrete type a row has is the interface's question; objects need not ask again.
        type_graphql.is_type_of = None
        for champ in type_graphql.fields.values():
            _lier_champ(nom, champ)
    return liee


def _lier_champ(type_graphql: str, champ: GraphQLField) -> None:
    definition = champ.extensions[DEFINITION]
    assert isinstance(definition, StrawberryField)
    binding: Binding | None = definition.metadata.get(BINDING)
    if binding is None:
        raise SansLiaison(f"{type_graphql}.{definition.python_name}")
    champ.resolve = binding.resolver()
    for argument in champ.args.values():
        declare: StrawberryArgument = argument.extensions[DEFINITION]
        argument.out_name = declare.python_name


def liaison(champ: GraphQLField) -> Binding:
    """The binding of a field of a bound schema."""
    definition: Any = champ.extensions[DEFINITION]
    binding: Binding = definition.metadata[BINDING]
    return binding
