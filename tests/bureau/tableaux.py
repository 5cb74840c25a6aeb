"""A démarche's dossiers as a table, as an instructeur asks for them."""

from collections.abc import Iterator
from typing import Any

from tests.bureau.bureau import Bureau

ARGUMENTS = """$number: Int!, $onglet: OngletDeDossiers!, $filtres: [FiltreDeListeInput!],
  $tri: TriDeListeInput, $archives: Boolean, $colonnes: [ID!], $first: Int, $last: Int,
  $after: String, $before: String"""
LISTE = """dossiers(onglet: $onglet, filtres: $filtres, tri: $tri, inclureArchives: $archives,
  colonnes: $colonnes, first: $first, last: $last, after: $after, before: $before)"""
PAGE = """totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  edges { cursor node { number } }"""

NUMERO = {"colonne": "self/id", "sens": "asc"}


def requete(selection: str) -> str:
    return (
        f"query ({ARGUMENTS}) {{ moi {{ instructeur {{ demarche(number: $number) {{ "
        f"{LISTE} {{ {selection} }} }} }} }} }}"
    )


def liste(
    bureau: Bureau, email: str, number: int, onglet: str, selection: str = PAGE, **voulu: Any
) -> Any:
    """The connection that a list is."""
    lu = bureau.lire(email, requete(selection), number=number, onglet=onglet, **voulu)
    return lu["moi"]["instructeur"]["demarche"]["dossiers"]


def refus(bureau: Bureau, email: str, number: int, onglet: str, **voulu: Any) -> tuple[str, str]:
    """The words of the refusal of a list, and its code."""
    corps = bureau.poster(email, requete("totalCount"), number=number, onglet=onglet, **voulu)
    [erreur] = corps["errors"]
    return str(erreur["message"]), str(erreur["extensions"]["code"])


def numeros(bureau: Bureau, email: str, number: int, onglet: str, **voulu: Any) -> list[int]:
    """All the dossiers of a list, in its order, by pages of a hundred."""
    return [
        numero
        for page in pages(bureau, email, number, onglet, **voulu)
        for numero in _numeros(page)
    ]


def _numeros(page: Any) -> list[int]:
    return [arete["node"]["number"] for arete in page["edges"]]


def pages(
    bureau: Bureau, email: str, number: int, onglet: str, *, taille: int = 100, **voulu: Any
) -> Iterator[Any]:
    """The pages of a list, forwards."""
    apres = None
    while True:
        page = liste(bureau, email, number, onglet, first=taille, after=apres, **voulu)
        yield page
        if not page["pageInfo"]["hasNextPage"]:
            return
        apres = page["pageInfo"]["endCursor"]


def a_rebours(
    bureau: Bureau, email: str, number: int, onglet: str, *, taille: int, **voulu: Any
) -> list[int]:
    """The same list read from its end, put back in its order."""
    lus: list[int] = []
    avant = None
    while True:
        page = liste(bureau, email, number, onglet, last=taille, before=avant, **voulu)
        lus = _numeros(page) + lus
        if not page["pageInfo"]["hasPreviousPage"]:
            return lus
        avant = page["pageInfo"]["startCursor"]
