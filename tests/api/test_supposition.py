"""A token and a document seen before are answered in one trip; what the token may see is still what it
may see at that moment: a right taken away is away at the very next request (ADR 0018)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest

import scenarios
from server.resources import open_storage
from tests.api.client import Client
from tests.api.conftest import MONDES, Monde
from tests.api.instructions import instructions
from tests.serving import Serveur

PETIT = """query ($number: Int!) { dossier(number: $number) {
  number state usager { email } groupeInstructeur { label } labels { name } traitements { id } } }"""
PROFOND = """query ($number: Int!) { demarche(number: $number) {
  title groupeInstructeurs { label } dossiers(first: 1) { nodes { number champs { id } } } } }"""


@pytest.fixture
def monde(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Monde]:
    """One for each test: they change it."""
    with nouveau_serveur() as serveur:
        fait = scenarios.charger(
            MONDES / "liste.yaml",
            database_url=serveur.database_url,
            storage=open_storage(serveur.settings),
        )
        yield Monde(serveur, fait.jetons, fait.dossiers, fait.demarches)


@pytest.fixture
def connu(monde: Monde) -> Client:
    """Whose token and documents have been seen often enough."""
    client = monde.client()
    for _ in range(4):
        client.lire(PETIT, number=8001)
        client.lire(PROFOND, number=800)
    return client


def ecrire(monde: Monde, instruction: str, *valeurs: Any) -> None:
    with psycopg.connect(monde.serveur.database_url) as connexion:
        assert connexion.execute(instruction.encode(), valeurs).rowcount == 1


def jeton(monde: Monde) -> Any:
    with psycopg.connect(monde.serveur.database_url) as connexion:
        ligne = connexion.execute("SELECT id FROM jetons WHERE nom = 'lecture'").fetchone()
    assert ligne is not None
    return ligne[0]


def statut(client: Client, query: str, number: int) -> int:
    return client.poster(json={"query": query, "variables": {"number": number}}).status_code


def test_one_trip_says_what_several_said(monde: Monde, connu: Client) -> None:
    frais = monde.client()
    avant = instructions(monde)

    d_un_trait = connu.lire(PETIT, number=8001)
    cout = instructions(monde) - avant
    # Never seen, because of its space: read step by step by the general executor.
    pas_a_pas = frais.lire(PETIT + " ", number=8001)

    assert d_un_trait == pas_a_pas
    assert cout == 5  # the token, the dossier, and its three relations


@pytest.mark.parametrize(("query", "number"), [(PETIT, 8001), (PROFOND, 800)])
def test_a_revoked_token_is_refused_at_the_next_request(
    monde: Monde, connu: Client, query: str, number: int
) -> None:
    assert statut(connu, query, number) == 200

    ecrire(monde, "UPDATE jetons SET revoque_le = now() WHERE id = %s", jeton(monde))

    assert statut(connu, query, number) == 403


@pytest.mark.parametrize(("query", "number"), [(PETIT, 8001), (PROFOND, 800)])
def test_an_expired_token_and_one_of_another_network_too(
    monde: Monde, connu: Client, query: str, number: int
) -> None:
    ecrire(monde, "UPDATE jetons SET expire_le = '2020-01-01' WHERE id = %s", jeton(monde))
    assert statut(connu, query, number) == 401

    ecrire(
        monde,
        "UPDATE jetons SET expire_le = NULL, reseaux = '{192.0.2.0/24}' WHERE id = %s",
        jeton(monde),
    )
    assert statut(connu, query, number) == 403


def test_a_demarche_taken_away_is_hidden_at_the_next_request_and_back_at_the_one_after(
    monde: Monde, connu: Client
) -> None:
    lu = connu.lire(PETIT, number=8001)

    ecrire(monde, "UPDATE jetons SET demarches = '{}' WHERE id = %s", jeton(monde))
    cache = connu.demander(PETIT, number=8001)
    ecrire(monde, "UPDATE jetons SET demarches = NULL WHERE id = %s", jeton(monde))

    assert cache["data"] is None
    assert [erreur["extensions"]["code"] for erreur in cache["errors"]] == ["unauthorized"]
    assert connu.lire(PETIT, number=8001) == lu


def test_another_secret_under_the_same_id_is_nobody(monde: Monde, connu: Client) -> None:
    secret = b"\0" * 32
    ecrire(monde, "UPDATE jetons SET secret_hash = %s WHERE id = %s", secret, jeton(monde))

    assert statut(connu, PETIT, 8001) == 403


def test_a_dossier_that_is_not_there_is_told_as_before(connu: Client) -> None:
    absent = connu.demander(PETIT, number=12345)

    assert absent["data"] is None
    assert [erreur["extensions"]["code"] for erreur in absent["errors"]] == ["not_found"]
