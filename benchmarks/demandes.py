"""What is asked: the official query, with all that it can include, and lighter ones."""

from typing import Any

from graphql import FieldNode, Visitor, parse, print_ast, visit
from graphql.language import REMOVE

from schema.operations import stored

OPERATION = "getDemarche"
PAR_PAGE = 100

OFFICIELLE = stored("ds-query-v2") or ""

PAGE_CHAUDE: dict[str, Any] = {
    "demarcheNumber": 1,
    "first": PAR_PAGE,
    "includeDossiers": True,
    "includeGroupeInstructeurs": True,
    "includePendingDeletedDossiers": True,
    "includeDeletedDossiers": True,
    "includeRevision": True,
    "includeRevisions": True,
    "includeService": True,
    "includeAvis": True,
    "includeMessages": True,
    "includeCorrections": True,
    "includeGeometry": True,
}

PETIT_DOSSIER = """
query ($number: Int!) { dossier(number: $number) {
  id number state archived dateDepot dateDerniereModification dateTraitement motivation
  usager { email } groupeInstructeur { label } } }
"""

LISTE = """
query ($first: Int, $last: Int, $before: String, $after: String, $state: DossierState,
       $order: Order, $updatedSince: ISO8601DateTime) {
  demarche(number: 2) { dossiers(first: $first, last: $last, before: $before, after: $after,
      state: $state, order: $order, updatedSince: $updatedSince) {
    nodes { id number state dateDepot dateDerniereModification }
    pageInfo { startCursor endCursor hasNextPage } } } }
"""


class _SansColonnes(Visitor):
    def enter_field(self, node: FieldNode, *_: object) -> object:
        return REMOVE if node.name.value == "columns" else None

    def enter_fragment_definition(self, node: Any, *_: object) -> object:
        return REMOVE if node.name.value == "Column" else None


def sans_colonnes() -> str:
    """The official query without `columns`, which says each answer a second time."""
    return print_ast(visit(parse(OFFICIELLE), _SansColonnes()))


def feuilles(valeur: Any) -> int:
    """How many leaves an answer has: what makes two answers comparable."""
    if isinstance(valeur, dict):
        return sum(map(feuilles, valeur.values()))
    if isinstance(valeur, list):
        return sum(map(feuilles, valeur))
    return 1
