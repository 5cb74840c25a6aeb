"""The forms of a request, and what is not one (api 2): one exact answer each, never a 5xx."""

import json
from typing import Any

import httpx
import pytest

from tests.api.client import CHEMIN, Client
from tests.api.conftest import Monde

MONDE = "liste"

QUERY = "query titre($n: Int!) { demarche(number: $n) { title } }"
TITRE = {"data": {"demarche": {"title": "Une liste"}}}


@pytest.mark.parametrize(
    "requete",
    [
        {"json": {"query": QUERY, "variables": {"n": 800}}},
        {"json": {"query": QUERY, "variables": '{"n": 800}'}},
        {"json": {"query": QUERY, "variables": json.dumps('{"n": 800}')}},
        {"json": {"query": QUERY, "variables": {"n": 800}, "inconnue": [1]}},
        {"json": {"query": QUERY, "variables": {"n": 800}, "operationName": "titre"}},
        {"json": {"query": QUERY, "variables": {"n": 800}, "queryId": ""}},
        {"data": {"query": QUERY, "variables": '{"n": 800}'}},
        {"files": {"query": (None, QUERY), "variables": (None, '{"n": 800}')}},
        {"json": {"query": QUERY}, "params": {"variables": '{"n": 800}'}},
    ],
    ids=[
        "json",
        "variables en texte",
        "variables en texte de texte",
        "clé inconnue",
        "opération nommée",
        "queryId vide",
        "formulaire",
        "multipart",
        "paramètres d’adresse",
    ],
)
def test_every_form_of_a_request_is_understood(client: Client, requete: dict[str, Any]) -> None:
    reponse = client.poster(**requete)

    assert (reponse.status_code, reponse.json()) == (200, TITRE)
    assert reponse.headers["content-type"] == "application/json; charset=utf-8"


def test_nested_keys_of_a_form_make_objects(client: Client) -> None:
    query = "query ($d: FindDemarcheInput!) { demarcheDescriptor(demarche: $d) { number } }"

    reponse = client.poster(data={"query": query, "variables[d][id]": "UHJvY2VkdXJlLTgwMg=="})

    assert reponse.json() == {"data": {"demarcheDescriptor": {"number": 802}}}


def test_a_stored_query_wins_over_a_text(client: Client) -> None:
    corps = {
        "query": "{ rien }",
        "queryId": "ds-query-v2",
        "operationName": "getDemarche",
        "variables": {"demarcheNumber": 800},
    }

    assert client.poster(json=corps).json()["data"]["demarche"]["title"] == "Une liste"


SANS_REQUETE = {"errors": [{"message": "No query string was present"}]}


@pytest.mark.parametrize(
    "contenu", [b"", b"{}", b"null", b"5", b'"x"', b"[]", b'[{"query": "{ x }"}]', b'{"query": ""}']
)
def test_a_body_without_a_query_says_so(client: Client, contenu: bytes) -> None:
    reponse = client.poster(content=contenu, headers={"Content-Type": "application/json"})

    assert (reponse.status_code, reponse.json()) == (200, SANS_REQUETE)


def refus(message: str, code: str = "bad_request") -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}], "data": None}


@pytest.mark.parametrize(
    ("contenu", "status", "attendu"),
    [
        (b"{", 400, refus("expected object key, got EOF at line 1 column 2")),
        (b"\xff\xfe", 400, refus("invalid UTF-8 at byte 0")),
        (b'{"query": NaN}', 400, refus("unexpected token 'NaN'")),
        (b'{"a": ' + b"9" * 5000 + b"}", 400, refus("number of 5000 digits")),
        (b"[" * 100_000, 400, refus("nesting too deep")),
        (b'{"a":' * 30 + b"1" + b"}" * 30, 400, refus("Invalid input: nested over 20 levels")),
        (b'{"query": "{ a }\\u0000"}', 400, refus("Invalid input: NUL character")),
        (b'{"query": "\\ud800"}', 400, refus("Invalid input: lone surrogate")),
        (b'{"query": "{ a }", "variables": [1]}', 400, refus("Unexpected parameter: [1]")),
        (b'{"query": "{ a }", "variables": 3}', 400, refus("Unexpected parameter: 3")),
        (b'{"query": "{ a }", "variables": "[1]"}', 400, refus("Unexpected parameter: [1]")),
        (
            b'{"query": "{ a }", "variables": "{"}',
            400,
            refus("expected object key, got EOF at line 1 column 2", "graphql_parse_failed"),
        ),
        (
            b'{"query": "{ a }", "variables": {"x": "' + b"a" * 70_000 + b'"}}',
            400,
            refus("Invalid input: text over 65536 characters"),
        ),
        (b'{"queryId": "ds-query-v0"}', 400, refus('No query with id "ds-query-v0"')),
        (
            b'{"query": "' + b" " * 300_000 + b'"}',
            413,
            refus("Request over 262144 bytes", "payload_too_large"),
        ),
    ],
)
def test_what_is_not_a_request_is_refused(
    client: Client, contenu: bytes, status: int, attendu: dict[str, Any]
) -> None:
    reponse = client.poster(content=contenu, headers={"Content-Type": "application/json"})

    assert (reponse.status_code, reponse.json()) == (status, attendu)


def test_another_type_of_content_is_refused(client: Client) -> None:
    reponse = client.poster(content=b"<a/>", headers={"Content-Type": "text/xml"})

    assert reponse.status_code == 415
    assert reponse.json() == refus(
        "Content-Type should be application/json or a form", "unsupported_media_type"
    )


def test_a_broken_form_is_refused(client: Client) -> None:
    reponse = client.poster(content=b"--x", headers={"Content-Type": "multipart/form-data"})

    assert (reponse.status_code, reponse.json()) == (400, refus("Malformed form"))


@pytest.mark.parametrize("methode", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_a_post_is_a_route(monde: Monde, methode: str) -> None:
    assert httpx.request(methode, monde.serveur.url + CHEMIN).status_code == 404


@pytest.mark.parametrize(
    ("corps", "message"),
    [
        ({"query": QUERY, "operationName": "getStuff"}, 'No operation named "getStuff"'),
        (
            {"query": "query a { __typename } query b { __typename }"},
            "An operation name is required",
        ),
        ({"queryId": "ds-query-v2"}, "An operation name is required"),
    ],
)
def test_the_operation_must_be_known(client: Client, corps: dict[str, Any], message: str) -> None:
    reponse = client.poster(json=corps)

    assert (reponse.status_code, reponse.json()) == (200, {"errors": [{"message": message}]})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{", "Syntax Error: Expected Name, found <EOF>."),
        ("{ inconnu }", "Cannot query field 'inconnu' on type 'Query'."),
        (
            "{ a: demarche(number: 1) { id } a: demarche(number: 2) { id } }",
            "Fields 'a' conflict because they have differing arguments."
            " Use different aliases on the fields to fetch both if this was intentional.",
        ),
        (
            "{ demarche(number: 1) { a: id a: title } }",
            "Fields 'a' conflict because 'id' and 'title' are different fields."
            " Use different aliases on the fields to fetch both if this was intentional.",
        ),
    ],
)
def test_a_wrong_document_is_an_error_without_data(
    client: Client, query: str, message: str
) -> None:
    corps = client.demander(query)

    assert [erreur["message"] for erreur in corps["errors"]] == [message]
    assert set(corps) == {"errors"}
    assert set(corps["errors"][0]) == {"message", "locations"}


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ("{ }", {}),
        ("{ demarche(number: 800) { } }", {"demarche": {}}),
        ("{ demarche(number: 800) { title ... { } ... on Demarche { } } }", TITRE["data"]),
        ("{ demarche(number: 800) { title ...f } } fragment f on Demarche { }", TITRE["data"]),
        (
            """{ demarche(number: 800) { dossiers(first: 1) { nodes { champs {
                 ... on ExplicationChamp { } ... on TextChamp { value } } } } } }""",
            {"demarche": {"dossiers": {"nodes": [{"champs": [{"value": None}]}]}}},
        ),
    ],
    ids=["racine", "objet", "en ligne", "fragment", "explication"],
)
def test_a_selection_may_be_empty(client: Client, query: str, data: dict[str, Any]) -> None:
    """Twice more: the second time makes a plan, the third has it."""
    assert [client.lire(query) for _ in range(3)] == [data] * 3


def test_a_leaf_has_no_selection_even_empty(client: Client) -> None:
    assert client.demander("{ demarche(number: 800) { title\n { } } }") == {
        "errors": [
            {
                "message": "Field 'title' must not have a selection"
                " since type 'String!' has no subfields.",
                "locations": [{"line": 2, "column": 2}],
            }
        ]
    }


def test_one_key_may_have_different_types_on_disjoint_types(client: Client) -> None:
    query = """{ demarche(number: 800) { dossiers(first: 1) { nodes { champs {
        ... on TextChamp { v: value } ... on CheckboxChamp { v: value }
        ... on DecimalNumberChamp { v: value } } } } } }"""

    champs = client.lire(query)["demarche"]["dossiers"]["nodes"][0]["champs"]

    assert champs == [{"v": None}]


def test_several_operations_run_one(client: Client) -> None:
    query = "query a { __typename } query b { b: __typename }"

    corps = client.poster(json={"query": query, "operationName": "b"}).json()

    assert corps == {"data": {"b": "Query"}}


def test_the_schema_describes_itself(client: Client) -> None:
    corps = client.poster(json={"queryId": "introspection"}).json()

    assert corps["data"]["__schema"]["queryType"] == {"name": "Query"}
