"""The language of messages (api 2.12): those of reading are the contract’s own, or French for ever,
so whatever a client prefers it gets the same bytes."""

from typing import Any

import pytest

from tests.api.client import Client

MONDE = "liste"

EN_ANGLAIS: list[dict[str, Any]] = [
    {"headers": {"Accept-Language": "en"}},
    {"headers": {"Accept-Language": "en-GB,en;q=0.9,fr;q=0.1"}},
    {"headers": {"Cookie": "locale=en"}},
    {"params": {"locale": "en"}},
    {"params": {"locale": "xx"}, "headers": {"Accept-Language": "??;;q=z,,"}},
]
DOCUMENTS = [
    "{ dossier(number: 8006) { state motivation traitements { state } } }",
    "{ dossier(number: 1) { id } }",
    "{ demarche(number: 801) { id } }",
    "{ demarche(number: 800) { dossiers(first: 1, last: 1) { nodes { id } } } }",
    "{ " + "__typename " * 2301 + "}",
    "{ inconnu }",
]


@pytest.mark.parametrize(
    "query", DOCUMENTS, ids=["lu", "absent", "interdit", "page", "lourd", "faux"]
)
@pytest.mark.parametrize("prefere", EN_ANGLAIS)
def test_an_answer_does_not_depend_on_the_language(
    client: Client, query: str, prefere: dict[str, Any]
) -> None:
    temoin = client.poster(json={"query": query})

    reponse = client.poster(json={"query": query}, **prefere)

    assert (reponse.status_code, reponse.content) == (temoin.status_code, temoin.content)
