"""What a token may see, what it may not, and how it is told (api 3, 4)."""

from typing import Any

import psycopg
import pytest

from tests.api.client import Client
from tests.api.conftest import Monde

MONDE = "liste"

TITRE = "{ demarche(number: 800) { title } }"
OUVERT = {"data": {"demarche": {"title": "Une liste"}}}
SANS_JETON = {
    "errors": [
        {
            "message": "Without a token, only persisted queries are allowed",
            "extensions": {"code": "forbidden"},
        }
    ],
    "data": None,
}


@pytest.mark.parametrize(
    "forme",
    ["Bearer {}", "Token {}", "Bearer token={}", 'Token token="{}"', 'Token token="{}", a=b'],
)
def test_every_form_of_the_header_opens(monde: Monde, forme: str) -> None:
    entetes = {"Authorization": forme.format(monde.jetons["lecture"])}

    reponse = monde.client(None).poster(json={"query": TITRE}, headers=entetes)

    assert (reponse.status_code, reponse.json()) == (200, OUVERT)


@pytest.mark.parametrize(
    "entete",
    [
        None,
        "",
        "Bearer",
        "Bearer n’importe quoi".encode().decode("latin-1"),
        "Basic YTpi",
        "bearer {}",
        "Bearer {}x",
        "Bearer Y2UgbidlcyBwYXMgdW4gamV0b24=",
    ],
)
def test_what_is_no_token_is_nobody(monde: Monde, entete: str | None) -> None:
    valeur = (entete or "").format(monde.jetons["lecture"])
    entetes = {"Authorization": valeur.encode("latin-1")} if entete is not None else {}

    reponse = monde.client(None).poster(json={"query": TITRE}, headers=entetes)

    assert (reponse.status_code, reponse.json()) == (403, SANS_JETON)


def test_the_token_in_the_address_is_not_read(monde: Monde) -> None:
    reponse = monde.client(None).poster(
        json={"query": TITRE}, params={"token": monde.jetons["lecture"]}
    )

    assert (reponse.status_code, reponse.json()) == (403, SANS_JETON)


def test_an_expired_token_says_so(monde: Monde) -> None:
    reponse = monde.client("expire").poster(json={"query": TITRE})

    assert reponse.status_code == 401
    assert reponse.json() == {
        "errors": [{"message": "Token expired", "extensions": {"code": "unauthorized"}}],
        "data": None,
    }


def test_a_token_from_another_network_says_which_address_to_allow(monde: Monde) -> None:
    reponse = monde.client("reseau").poster(json={"query": TITRE})

    assert reponse.status_code == 403
    assert reponse.json() == {
        "errors": [
            {
                "message": "Request issued from a forbidden network. Add 127.0.0.1/32 "
                "to your allowed adresses in your /profil",
                "extensions": {"code": "forbidden"},
            }
        ],
        "data": None,
    }


def test_the_use_of_a_token_is_noted_even_when_it_is_refused(monde: Monde) -> None:
    monde.client("reseau").poster(json={"query": TITRE})

    with psycopg.connect(monde.serveur.database_url) as connexion:
        note = connexion.execute(
            "SELECT derniere_utilisation_le IS NOT NULL, adresses_vues::text"
            "  FROM jetons WHERE nom = 'reseau'"
        ).fetchone()
    assert note == (True, "{127.0.0.1}")


@pytest.mark.parametrize(
    ("query", "type_graphql", "code"),
    [
        ("{ demarche(number: 801) { title } }", "Demarche", "unauthorized"),
        ("{ demarche(number: 999) { title } }", "Demarche", "not_found"),
        ("{ dossier(number: 8101) { id } }", "Dossier", "unauthorized"),
        ("{ dossier(number: 9999) { id } }", "Dossier", "not_found"),
        ("{ dossier(number: 8010) { id } }", "Dossier", "not_found"),
        ("{ dossier(number: 8011) { id } }", "Dossier", "not_found"),
        ("{ dossier(number: 8012) { id } }", "Dossier", "not_found"),
        ("{ dossier(number: 8013) { id } }", "Dossier", "not_found"),
        (
            "{ groupeInstructeur(number: 999999) { id } }",
            "GroupeInstructeurWithDossiers",
            "not_found",
        ),
    ],
)
def test_absent_and_forbidden_are_told_apart(
    client: Client, query: str, type_graphql: str, code: str
) -> None:
    corps = client.demander(query)

    champ = query.split("(")[0].strip("{ ")
    attendu = {
        "not_found": f"{type_graphql} not found",
        "unauthorized": f"An object of type {type_graphql} was hidden due to permissions",
    }
    assert corps == {
        "data": None,
        "errors": [
            {
                "message": attendu[code],
                "locations": [{"line": 1, "column": 3}],
                "path": [champ],
                "extensions": {"code": code},
            }
        ],
    }


def test_a_token_limited_to_no_demarche_sees_none(monde: Monde) -> None:
    corps = monde.client("restreint").demander(TITRE)

    assert corps["errors"][0]["extensions"] == {"code": "unauthorized"}


DESCRIPTION = """
query ($d: FindDemarcheInput!) { demarcheDescriptor(demarche: $d) { number title
  revision { champDescriptors { label } annotationDescriptors { label } } } }
"""


def test_anybody_reads_the_description_of_an_open_demarche(monde: Monde) -> None:
    description = monde.client(None).operation(
        "getDemarcheDescriptor", demarche={"number": 802}, includeRevision=True
    )["demarcheDescriptor"]

    assert description["number"] == 802
    assert [c["label"] for c in description["revision"]["champDescriptors"]] == ["Texte"]
    assert [c["label"] for c in description["revision"]["annotationDescriptors"]] == ["Note"]


def test_nobody_reads_what_is_not_open(monde: Monde) -> None:
    def demander(operation: str, **variables: Any) -> Any:
        corps = {
            "queryId": "ds-query-v2",
            "operationName": operation,
            "variables": variables,
        }
        return monde.client(None).poster(json=corps).json()

    descripteur = demander("getDemarcheDescriptor", demarche={"number": 801})
    dossier = demander("getDossier", dossierNumber=8001)
    absent = demander("getDossier", dossierNumber=9999)

    assert descripteur["data"] == {"demarcheDescriptor": None}
    assert [
        (c["errors"][0]["message"], c["errors"][0]["extensions"])
        for c in (descripteur, dossier, absent)
    ] == [
        (
            "An object of type DemarcheDescriptor was hidden due to permissions",
            {"code": "unauthorized"},
        ),
        ("An object of type Dossier was hidden due to permissions", {"code": "unauthorized"}),
        ("Dossier not found", {"code": "not_found"}),
    ]


def test_a_demarche_is_found_by_its_number_or_by_any_id_that_ends_with_it(client: Client) -> None:
    for demarche in ({"number": 802}, {"id": "UHJvY2VkdXJlLTgwMg=="}, {"id": "RG9zc2llci04MDI"}):
        assert client.lire(DESCRIPTION, d=demarche)["demarcheDescriptor"]["number"] == 802


def test_a_revoked_token_is_nobody(monde: Monde) -> None:
    with psycopg.connect(monde.serveur.database_url) as connexion:
        connexion.execute("UPDATE jetons SET revoque_le = now() WHERE nom = 'restreint'")
        connexion.commit()

    reponse = monde.client("restreint").poster(json={"query": TITRE})

    assert (reponse.status_code, reponse.json()) == (403, SANS_JETON)
