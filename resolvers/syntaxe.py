"""From text to tree, within bounds: the time of the parser is that of the text it is given."""

import re
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    StringValueNode,
    Visitor,
    parse,
    visit,
)

from resolvers.budget import trop

LONGUEUR_MAX = 64 * 1024  # characters
JETONS_MAX = 3_650  # the official document has 1,824 (ADR 0010)
COMMENTAIRES_MAX = 2_000

NUL_ECHAPPE = re.compile(r"\\u(?:0000|\{0+\})")


def analyser(texte: str) -> DocumentNode:
    """The tree. Raises GraphQLError, or Refus on what no honest document holds.

    Selections may be empty, `... on ExplicationChamp {}`, as upstream: what they answer is an empty
    object (api 2.9)."""
    if len(texte) > LONGUEUR_MAX:
        raise trop(f"elle compte plus de {LONGUEUR_MAX} caractères")
    try:
        arbre = parse(texte, max_lexical_tokens=JETONS_MAX, max_comments=COMMENTAIRES_MAX)
    except GraphQLSyntaxError as erreur:
        if "Document contains more than" in erreur.message:
            raise trop(f"elle compte plus de {JETONS_MAX} mots et signes") from erreur
        raise
    if NUL_ECHAPPE.search(texte):
        visit(arbre, _SansNul())
    return arbre


class _SansNul(Visitor):
    """PostgreSQL keeps no NUL, and an escape hides one from every check of the body (M4)."""

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        if "\0" in node.value:
            raise GraphQLError("Un texte ne peut pas contenir le caractère nul.", node)
