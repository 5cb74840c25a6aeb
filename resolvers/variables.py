"""What is wrong with the variables, in the API's words (api 4.2): clients read them to people.

Called once graphql-core has refused them: it decides, and words the rest.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableDefinitionNode,
    print_ast,
    type_from_ast,
)
from graphql.pyutils import Undefined

Chemin = tuple[str | int, ...]


class Probleme(NamedTuple):
    path: Chemin
    explanation: str


def refuser(
    schema: GraphQLSchema, operation: OperationDefinitionNode, donnees: Mapping[str, Any]
) -> list[GraphQLError]:
    """One error for each variable that does not fit its type; none when they all do."""
    return [
        _erreur(definition, valeur, problemes)
        for definition in operation.variable_definitions or ()
        for valeur in [donnees.get(definition.variable.name.value, Undefined)]
        if not (valeur is Undefined and definition.default_value)
        if (problemes := list(_problemes(valeur, type_from_ast(schema, definition.type), ())))
    ]


def _erreur(
    definition: VariableDefinitionNode, valeur: Any, problemes: list[Probleme]
) -> GraphQLError:
    places = ", ".join(
        f"{'.'.join(map(str, probleme.path))} ({probleme.explanation})"
        for probleme in problemes
        if probleme.path
    )
    return GraphQLError(
        f"Variable ${definition.variable.name.value} of type {print_ast(definition.type)}"
        f" was provided invalid value{f' for {places}' if places else ''}",
        definition,
        extensions={
            "value": None if valeur is Undefined else valeur,
            "problems": [probleme._asdict() for probleme in problemes],
        },
    )


def _problemes(valeur: Any, attendu: Any, chemin: Chemin) -> Iterator[Probleme]:
    if isinstance(attendu, GraphQLNonNull):
        if valeur is None or valeur is Undefined:
            yield Probleme(chemin, "Expected value to not be null")
        else:
            yield from _problemes(valeur, attendu.of_type, chemin)
    elif valeur is None or valeur is Undefined:
        return
    elif isinstance(attendu, GraphQLList):
        # One value is a list of one, and keeps its place.
        elements = enumerate(valeur) if isinstance(valeur, list) else [(None, valeur)]
        for rang, element in elements:
            place = chemin if rang is None else (*chemin, rang)
            yield from _problemes(element, attendu.of_type, place)
    elif isinstance(attendu, GraphQLInputObjectType):
        yield from _de_l_objet(valeur, attendu, chemin)
    else:
        yield from _de_la_feuille(valeur, attendu, chemin)


def _de_l_objet(valeur: Any, attendu: GraphQLInputObjectType, chemin: Chemin) -> Iterator[Probleme]:
    if not isinstance(valeur, dict):
        yield Probleme(chemin, f"Expected {_json(valeur)} to be a key-value object.")
        return
    for nom in valeur:
        if nom not in attendu.fields:
            yield Probleme((*chemin, nom), f"Field is not defined on {attendu.name}")
    for nom, champ in attendu.fields.items():
        if nom in valeur or champ.default_value is Undefined:
            yield from _problemes(valeur.get(nom, Undefined), champ.type, (*chemin, nom))
    if attendu.is_one_of:
        yield from _de_l_alternative(valeur, attendu, chemin)


def _de_l_alternative(
    valeur: Mapping[str, Any], attendu: GraphQLInputObjectType, chemin: Chemin
) -> Iterator[Probleme]:
    attente = f"'{attendu.name}' requires exactly one argument, but"
    if len(valeur) != 1:
        yield Probleme(chemin, f"{attente} {len(valeur)} were provided.")
    elif None in valeur.values():
        yield Probleme(chemin, f"{attente} '{next(iter(valeur))}' was `null`.")


def _de_la_feuille(valeur: Any, attendu: Any, chemin: Chemin) -> Iterator[Probleme]:
    try:
        if attendu.coerce_input_value(valeur) is not Undefined:
            return
    except (GraphQLError, ValueError, TypeError):
        pass  # said below
    if isinstance(attendu, GraphQLEnumType):
        membres = ", ".join(attendu.values)
        yield Probleme(chemin, f"Expected {_json(valeur)} to be one of: {membres}")
    else:
        yield Probleme(chemin, f"Could not coerce value {_json(valeur)} to {attendu.name}")


def _json(valeur: Any) -> str:
    return json.dumps(valeur, ensure_ascii=False)
