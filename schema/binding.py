"""From Strawberry's declarations to a schema that graphql-core runs by their bindings alone.

Strawberry's own resolvers would wrap every value of every field; a binding is called as it is.
"""

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)
from strawberry import Schema
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from resolvers.bindings import Binding
from resolvers.compiled import Liaisons
from schema.fields import BINDING, Interface
from schema.scalars import COLONNES

DEFINITION = "strawberry-definition"


class SansLiaison(TypeError):
    """A field of the contract that nothing answers: found when the schema is built, not by a client."""


def lier(schema: Schema) -> GraphQLSchema:
    """The graphql-core schema, each object's field resolved by its binding. Raises SansLiaison."""
    liee = schema._schema
    for nom, type_graphql in liee.type_map.items():
        if isinstance(type_graphql, GraphQLInputObjectType):
            # Strawberry checks it while executing: too late to be an error of the document.
            type_graphql.is_one_of = type_graphql.extensions[DEFINITION].is_one_of
            for champ_entre in type_graphql.fields.values():
                champ_entre.out_name = champ_entre.extensions[DEFINITION].python_name
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


def liaisons(schema: GraphQLSchema) -> Liaisons:
    """What a bound schema tells the compiler: the bindings of its fields, and its interfaces."""
    bindings: dict[tuple[str, str], Binding] = {}
    interfaces: dict[str, type[Interface]] = {}
    for nom, type_graphql in schema.type_map.items():
        if nom.startswith("__"):
            continue
        if isinstance(type_graphql, GraphQLInterfaceType):
            interfaces[nom] = type_graphql.extensions[DEFINITION].origin
        if isinstance(type_graphql, GraphQLObjectType):
            for cle, champ in type_graphql.fields.items():
                bindings[nom, cle] = champ.extensions[DEFINITION].metadata[BINDING]
    return Liaisons(schema, bindings, interfaces, COLONNES)
