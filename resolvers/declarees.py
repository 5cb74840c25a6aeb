"""The variables that an operation declares, and the values that a client gives them.

graphql-core reads their declarations anew at each request, which costs as much as a small answer. Here
that is done once; a value that is plainly right is taken as it is, and graphql-core reads all others.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
    is_non_null_type,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

INT_MIN, INT_MAX = -(2**31), 2**31 - 1
SIMPLES = {"Int": int, "String": str, "ID": str, "Boolean": bool}


class Declaree(NamedTuple):
    """`genre` is the class of a value that is taken as it is; none is, when it is null."""

    nom: str
    source: VariableValueSource
    genre: type | None
    nulle: bool
    defaut: Any

    def evidente(self, valeur: Any) -> bool:
        if valeur is None:
            return self.nulle
        if valeur.__class__ is not self.genre:
            return False
        return not isinstance(valeur, int) or INT_MIN <= valeur <= INT_MAX


class Declarees:
    """Those of one operation."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._schema = schema
        self._noeuds = operation.variable_definitions or ()
        self._declarees = [_declaree(schema, noeud) for noeud in self._noeuds]

    def lire(self, valeurs: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
        """The coerced values, or why they cannot be."""
        sources, lues = {}, {}
        for declaree in self._declarees:
            if declaree is None:
                return self._par_graphql(valeurs)
            nom = declaree.nom
            valeur = valeurs.get(nom, Undefined)
            if valeur is Undefined:
                if declaree.defaut is not Undefined:
                    lues[nom] = declaree.defaut
                elif not declaree.nulle:
                    return self._par_graphql(valeurs)
                sources[nom] = declaree.source
            elif declaree.evidente(valeur):
                lues[nom] = valeur
                sources[nom] = VariableValueSource(declaree.source.signature, valeur)
            else:
                return self._par_graphql(valeurs)
        return VariableValues(sources, lues)

    def _par_graphql(self, valeurs: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
        return get_variable_values(self._schema, self._noeuds, dict(valeurs))


def _declaree(schema: GraphQLSchema, noeud: VariableDefinitionNode) -> Declaree | None:
    """None when what it declares is not simple enough."""
    signature = get_variable_signature(schema, noeud)
    if isinstance(signature, GraphQLError):
        return None
    attendu: Any = signature.type
    defaut: Any = Undefined
    if noeud.default_value:
        absente = get_variable_values(schema, [noeud], {})
        if not isinstance(absente, VariableValues):
            return None
        defaut = absente.coerced[signature.name]
        if not isinstance(defaut, str | int | float | None):
            return None
    nulle = not is_non_null_type(attendu)
    interne = attendu if nulle else attendu.of_type
    source = VariableValueSource(signature)
    return Declaree(signature.name, source, SIMPLES.get(str(interne)), nulle, defaut)
