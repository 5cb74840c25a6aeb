"""What a document may ask for. It is weighed before it is validated: the rules of graphql-core are
themselves slow on what was written to be (reliability M1).

The limits are twice the largest operation that clients of the public API send (ADR 0010).
"""

from collections.abc import Mapping

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
)

from resolvers.balance import NIVEAUX_MAX, Balance, Cout, TropImbrique
from resolvers.refus import Refus

PROFONDEUR_MAX = 15
DEFINITIONS_MAX = 64
VARIABLES_MAX = 72
CHAMPS_MAX = 2_300
ALIAS_MAX = 104
DIRECTIVES_MAX = 40
VALEURS_MAX = 300
LIGNES_MAX = 1_000

TROP_COMPLEXE = "query_too_complex"

Couts = Mapping[str | None, Cout]


def trop(raison: str) -> Refus:
    return Refus(f"Requête refusée : {raison}.", TROP_COMPLEXE)


def peser(schema: GraphQLSchema, arbre: DocumentNode) -> Couts:
    """The cost of each operation, by its name. Raises Refus when the document is over the budget,
    but for the rows of its pages, which depend on its variables: see `controler_lignes`."""
    definitions = [d for d in arbre.definitions if isinstance(d, ExecutableDefinitionNode)]
    if len(definitions) > DEFINITIONS_MAX:
        raise trop(f"elle compte plus de {DEFINITIONS_MAX} opérations et fragments")
    balance = Balance(schema, arbre, {})
    couts: dict[str | None, Cout] = {}
    for definition in definitions:
        try:
            cout = balance.peser(definition)
        except TropImbrique:
            raise trop(f"elle est imbriquée sur plus de {NIVEAUX_MAX} niveaux") from None
        # A fragment that no operation spreads is held to the same: it will be validated too.
        _controler(definition, cout)
        if isinstance(definition, OperationDefinitionNode):
            couts[definition.name.value if definition.name else None] = cout
    return couts


def _controler(definition: ExecutableDefinitionNode, cout: Cout) -> None:
    if cout.profondeur > PROFONDEUR_MAX:
        raise Refus(
            f"Query has depth of {cout.profondeur}, which exceeds max depth of {PROFONDEUR_MAX}"
        )
    variables = len(definition.variable_definitions or ())
    for mesure, limite, mot in (
        (cout.champs, CHAMPS_MAX, "champs une fois ses fragments développés"),
        (cout.alias, ALIAS_MAX, "alias une fois ses fragments développés"),
        (cout.directives, DIRECTIVES_MAX, "directives une fois ses fragments développés"),
        (cout.valeurs, VALEURS_MAX, "valeurs une fois ses fragments développés"),
        (variables, VARIABLES_MAX, "variables"),
    ):
        if mesure > limite:
            raise trop(f"elle compte plus de {limite} {mot}")


def controler_lignes(cout: Cout) -> None:
    """Raises Refus when the pages of an operation hold too many rows together."""
    if cout.lignes > LIGNES_MAX:
        raise trop(f"ses pages comptent ensemble plus de {LIGNES_MAX} lignes")
