"""HTTP around GraphQL: compression when it is read, and the newer media type when it is asked for."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import zstandard

from tests.api.client import Client
from tests.api.conftest import Monde

MONDE = "liste"

GRANDE = {"queryId": "introspection"}
PETITE = {"query": "{ __typename }"}
DECODEURS: dict[str | None, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "zstd": zstandard.decompress,
    None: bytes,
}


def bruts(client: Client, corps: dict[str, Any], **entetes: str) -> tuple[httpx.Headers, bytes]:
    """The bytes as they came, which httpx would decode."""
    entetes = {"Authorization": f"Bearer {client.jeton}", "Accept-Encoding": "", **entetes}
    url = f"{client.url}/api/v2/graphql"
    with httpx.stream("POST", url, json=corps, headers=entetes, timeout=30) as reponse:
        assert reponse.status_code == 200
        return reponse.headers, b"".join(reponse.iter_raw())


@pytest.mark.parametrize(
    ("acceptes", "choisi"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("ZSTD", "zstd"),
        ("*", "zstd"),
        ("zstd;q=0, *", "gzip"),
        ("identity", None),
        ("gzip;q=0, zstd;q=0", None),
        ("gzip;q=beaucoup", None),
        ("", None),
    ],
)
def test_a_large_answer_is_compressed_as_the_client_likes_it(
    client: Client, acceptes: str, choisi: str | None
) -> None:
    _, temoin = bruts(client, GRANDE)

    entetes, octets = bruts(client, GRANDE, **{"Accept-Encoding": acceptes})

    assert entetes.get("content-encoding") == choisi
    assert entetes["vary"] == "Accept-Encoding"
    assert entetes["content-length"] == str(len(octets))
    assert DECODEURS[choisi](octets) == temoin
    assert choisi is None or len(octets) < len(temoin) / 4


def test_a_small_answer_is_not(client: Client) -> None:
    entetes, octets = bruts(client, PETITE, **{"Accept-Encoding": "gzip, zstd"})

    assert "content-encoding" not in entetes
    assert "vary" not in entetes
    assert octets == b'{"data":{"__typename":"Query"}}'


def test_a_probe_is_not(monde: Monde) -> None:
    reponse = httpx.get(f"{monde.serveur.url}/livez", headers={"Accept-Encoding": "gzip, zstd"})

    assert "content-encoding" not in reponse.headers


JSON = "application/json; charset=utf-8"
GRAPHQL = "application/graphql-response+json; charset=utf-8"
NOUVEAU = "application/graphql-response+json"


@pytest.mark.parametrize(
    ("accepte", "forme"),
    [
        ("*/*", JSON),
        ("application/json", JSON),
        ("text/html", JSON),
        (NOUVEAU, GRAPHQL),
        (f"{NOUVEAU}, application/json;q=0.9", GRAPHQL),
        (f"{NOUVEAU}; charset=utf-8, application/json", GRAPHQL),
        (f"{NOUVEAU};q=0.5, application/json", JSON),
        (f"{NOUVEAU};q=0", JSON),
    ],
)
def test_the_form_of_an_answer_is_the_one_preferred(
    client: Client, accepte: str, forme: str
) -> None:
    reponse = client.poster(json=PETITE, headers={"Accept": accepte})

    assert (reponse.status_code, reponse.headers["content-type"]) == (200, forme)
    assert reponse.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    ("corps", "status"),
    [
        ({"query": "{"}, 400),
        ({"query": "{ inconnu }"}, 400),
        ({"query": ""}, 400),
        ({"query": "{ __typename }", "operationName": "x"}, 400),
        ({"query": "query ($n: Int!) { demarche(number: $n) { id } }"}, 400),
        ({"query": "{ " + "__typename " * 2301 + "}"}, 400),
        # What ran, even to nothing, is an answer.
        ({"query": "{ dossier(number: 1) { id } }"}, 200),
    ],
)
def test_in_the_newer_form_what_could_not_run_is_a_400(
    client: Client, corps: dict[str, str], status: int
) -> None:
    temoin = client.poster(json=corps)
    reponse = client.poster(json=corps, headers={"Accept": NOUVEAU})

    assert temoin.status_code == 200
    assert reponse.status_code == status
    assert reponse.headers["content-type"] == GRAPHQL
    assert reponse.json() == temoin.json()
    assert ("data" in reponse.json()) is (status == 200)


@pytest.mark.parametrize(
    ("jeton", "requete", "status", "message", "code"),
    [
        (
            None,
            {"json": PETITE},
            403,
            "Without a token, only persisted queries are allowed",
            "forbidden",
        ),
        ("expire", {"json": PETITE}, 401, "Token expired", "unauthorized"),
        ("lecture", {"json": {"queryId": "x"}}, 400, 'No query with id "x"', "bad_request"),
    ],
)
def test_a_refusal_keeps_its_status_and_has_no_data_in_the_newer_form(
    monde: Monde, jeton: str | None, requete: dict[str, Any], status: int, message: str, code: str
) -> None:
    client = monde.client(jeton)
    erreur = {"message": message, "extensions": {"code": code}}

    ancienne = client.poster(**requete)
    nouvelle = client.poster(**requete, headers={"Accept": NOUVEAU})

    assert (ancienne.status_code, ancienne.json()) == (status, {"errors": [erreur], "data": None})
    assert ancienne.headers["content-type"] == JSON
    assert (nouvelle.status_code, nouvelle.json()) == (status, {"errors": [erreur]})
    assert nouvelle.headers["content-type"] == GRAPHQL


def test_a_compressed_answer_of_the_newer_form(client: Client) -> None:
    entetes, octets = bruts(client, GRANDE, **{"Accept": NOUVEAU, "Accept-Encoding": "gzip"})

    assert entetes["content-type"] == GRAPHQL
    assert "data" in json.loads(gzip.decompress(octets))
