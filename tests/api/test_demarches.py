"""The démarches that a token sees, what an identifier names, and how many there are (ADR 0017)."""

from base64 import b64encode
from typing import Any

import pytest

from tests.api.client import Client
from tests.api.conftest import Monde

MONDE = "demarches"

DEMARCHES = """
query ($first: Int, $last: Int, $before: String, $after: String, $state: DemarcheState) {
  demarches(first: $first, last: $last, before: $before, after: $after, state: $state) {
    totalCount
    nodes { number }
    edges { cursor node { number title } }
    pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
  }
}
"""


def id_de(classe: str, cle: int | str) -> str:
    return b64encode(f"{classe}-{cle}".encode()).decode()


def curseur(numero: int, jour: int) -> str:
    return b64encode(f"2025-11-0{jour}T09:00:00.000000000Z;{numero}".encode()).decode().rstrip("=")


CURSEURS = {862: curseur(862, 1), 861: curseur(861, 2), 860: curseur(860, 3), 863: curseur(863, 3)}


@pytest.mark.parametrize(
    ("jeton", "numeros"),
    [
        ("lecture", [862, 861, 860, 863]),
        ("autre", [862, 864]),
        ("limite", [861, 863]),
        ("vide", []),
    ],
)
def test_a_token_lists_its_demarches_by_creation(
    monde: Monde, jeton: str, numeros: list[int]
) -> None:
    liste = monde.client(jeton).lire(DEMARCHES)["demarches"]

    assert [noeud["number"] for noeud in liste["nodes"]] == numeros
    assert liste["totalCount"] == len(numeros)


@pytest.mark.parametrize(
    ("arguments", "numeros", "precedente", "suivante"),
    [
        ({"first": 2}, [862, 861], False, True),
        ({"first": 2, "after": CURSEURS[861]}, [860, 863], True, False),
        ({"first": 2, "after": CURSEURS[860]}, [863], True, False),
        ({"last": 1}, [863], True, False),
        ({"last": 2, "before": CURSEURS[860]}, [862, 861], False, True),
        ({"first": 0}, [], False, True),
        ({"state": "publiee"}, [861, 860, 863], False, False),
        ({"state": "publiee", "first": 1, "after": CURSEURS[861]}, [860], True, True),
        ({"state": "close"}, [], False, False),
    ],
)
def test_it_is_paged_like_all_lists(
    client: Client, arguments: dict[str, Any], numeros: list[int], precedente: bool, suivante: bool
) -> None:
    liste = client.lire(DEMARCHES, **arguments)["demarches"]

    assert [noeud["number"] for noeud in liste["nodes"]] == numeros
    assert [arete["cursor"] for arete in liste["edges"]] == [CURSEURS[n] for n in numeros]
    assert liste["pageInfo"] == {
        "hasPreviousPage": precedente,
        "hasNextPage": suivante,
        "startCursor": CURSEURS[numeros[0]] if numeros else None,
        "endCursor": CURSEURS[numeros[-1]] if numeros else None,
    }
    assert liste["totalCount"] == {None: 4, "publiee": 3, "close": 0}[arguments.get("state")]


def test_arguments_that_exclude_each_other_are_refused(client: Client) -> None:
    corps = client.demander(DEMARCHES, first=1, last=1)

    assert corps == {
        "data": None,
        "errors": [
            {
                "message": 'Arguments "first" and "last" are exclusive',
                "locations": [{"line": 3, "column": 3}],
                "path": ["demarches"],
                "extensions": {"code": "bad_request"},
            }
        ],
    }


def test_nobody_has_no_list(monde: Monde) -> None:
    reponse = monde.client(None).poster(json={"query": DEMARCHES})

    assert reponse.status_code == 403
    assert reponse.json()["data"] is None


PAR_ID = """
query ($id: ID!) {
  demarcheParId(id: $id) { number }
  dossierParId(id: $id) { number }
  groupeInstructeurParId(id: $id) { label dossiers { nodes { number } } }
}
"""
RIEN = {"demarcheParId": None, "dossierParId": None, "groupeInstructeurParId": None}


def test_an_id_finds_what_it_names(monde: Monde, client: Client) -> None:
    groupe = client.lire("{ demarche(number: 861) { groupeInstructeurs { id } } }")["demarche"][
        "groupeInstructeurs"
    ][0]["id"]

    assert client.lire(PAR_ID, id=id_de("Procedure", 861)) == {
        **RIEN,
        "demarcheParId": {"number": 861},
    }
    assert client.lire(PAR_ID, id=id_de("Dossier", 8701).rstrip("=")) == {
        **RIEN,
        "dossierParId": {"number": 8701},
    }
    assert client.lire(PAR_ID, id=groupe) == {
        **RIEN,
        "groupeInstructeurParId": {"label": "défaut", "dossiers": {"nodes": [{"number": 8701}]}},
    }


@pytest.mark.parametrize(
    "id",
    [
        pytest.param(id_de("Dossier", 8801), id="somebody else’s dossier"),
        pytest.param(id_de("Dossier", 8702), id="a brouillon"),
        pytest.param(id_de("Dossier", 8703), id="withdrawn"),
        pytest.param(id_de("Dossier", 8705), id="purged"),
        pytest.param(id_de("Procedure", 864), id="somebody else’s démarche"),
        pytest.param(id_de("Label", 8701), id="of another kind"),
        pytest.param(id_de("Dossier", "8701|x"), id="not a number"),
        pytest.param("8701", id="not an id"),
        pytest.param("", id="empty"),
    ],
)
def test_what_one_may_not_see_does_not_exist(monde: Monde, client: Client, id: str) -> None:
    absent = {"query": PAR_ID, "variables": {"id": id_de("Dossier", 424242)}}

    reponse = client.poster(json={**absent, "variables": {"id": id}})

    assert reponse.json() == {"data": RIEN}
    assert reponse.content == client.poster(json=absent).content


def test_somebody_elses_groupe_does_not_exist(monde: Monde, client: Client) -> None:
    groupe = monde.client("autre").lire(
        "{ demarche(number: 864) { groupeInstructeurs { id label } } }"
    )["demarche"]["groupeInstructeurs"][0]
    assert groupe["label"] == "ailleurs"

    assert client.demander(PAR_ID, id=groupe["id"]) == {"data": RIEN}


COMPTES = """
query ($since: ISO8601DateTime, $until: ISO8601DateTime) { demarche(number: 861) {
  dossiers(first: 0) { totalCount nodes { number } }
  deletedDossiers(first: 1, deletedSince: $since, deletedUntil: $until) {
    totalCount again: totalCount nodes { number } }
  pendingDeletedDossiers(first: 1, deletedSince: $since, deletedUntil: $until) {
    totalCount nodes { number } } } }
"""


def test_a_count_is_that_of_the_whole_list(client: Client) -> None:
    assert client.lire(COMPTES)["demarche"] == {
        "dossiers": {"totalCount": 1, "nodes": []},
        "deletedDossiers": {"totalCount": 2, "again": 2, "nodes": [{"number": 8705}]},
        "pendingDeletedDossiers": {"totalCount": 2, "nodes": [{"number": 8703}]},
    }


def test_deletions_are_bounded_on_both_sides(client: Client) -> None:
    bornes = {"since": "2026-02-11T10:00:00+01:00", "until": "2026-02-12T10:00:00+01:00"}

    assert client.lire(COMPTES, **bornes)["demarche"] == {
        "dossiers": {"totalCount": 1, "nodes": []},
        "deletedDossiers": {"totalCount": 0, "again": 0, "nodes": []},
        "pendingDeletedDossiers": {"totalCount": 1, "nodes": [{"number": 8704}]},
    }


ENSEMBLE = """
query ($id: ID!) {
  demarches(first: 2) { totalCount edges { cursor node { id number title } } pageInfo { endCursor } }
  demarcheParId(id: $id) { number dossiers(states: [en_construction]) { totalCount nodes { id } } }
  dossierParId(id: $id) { number }
  rateLimit { remaining }
}
"""


def test_a_document_is_answered_alike_the_first_time_and_after(client: Client) -> None:
    """The first time it is resolved field by field, then by a plan."""
    requete = {"query": ENSEMBLE, "variables": {"id": id_de("Procedure", 861)}}

    premiere, *suivantes = [client.poster(json=requete).content for _ in range(3)]

    assert b'"totalCount":4' in premiere
    assert suivantes == [premiere, premiere]
