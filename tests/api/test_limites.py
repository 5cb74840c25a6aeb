"""So many requests a minute for each token, and what a client is told of it (api 2.10)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import time
from typing import Any

import pytest

import scenarios
from server.resources import open_storage
from server.settings import Settings, load_settings
from tests.api.client import Client
from tests.api.conftest import MONDES
from tests.databases import fresh_database
from tests.serving import serving

RESTE = "{ rateLimit { limit cost remaining resetAt } }"
SANS_VALKEY = "redis://127.0.0.1:1/0"


@dataclass(frozen=True)
class Monde:
    """A world of tokens, and servers of it under settings of their own."""

    settings: Settings
    jetons: dict[str, str]

    @contextmanager
    def servir(self, **reglages: Any) -> Iterator[Callable[[str | None], Client]]:
        with serving(self.settings.model_copy(update=reglages)) as serveur:
            yield lambda nom: Client(serveur.url, self.jetons[nom] if nom else None)


@pytest.fixture
def monde(stack: Settings) -> Iterator[Monde]:
    with fresh_database(stack) as url:
        settings = stack.model_copy(update={"database_url": url})
        fait = scenarios.charger(
            MONDES / "demarches.yaml", database_url=url, storage=open_storage(settings)
        )
        yield Monde(settings, fait.jetons)


def reste(client: Client) -> int:
    limite: int = client.lire(RESTE)["rateLimit"]["remaining"]
    return limite


def test_a_client_reads_what_is_left(monde: Monde) -> None:
    avant = time()
    with monde.servir(api_limit_set=3) as client:
        lue = client("lecture").lire(RESTE)["rateLimit"]

    retour = lue.pop("resetAt")
    assert lue == {"limit": 3, "cost": 1, "remaining": 2}
    assert int(avant) + 60 <= datetime.fromisoformat(retour).timestamp() <= time() + 60


def test_one_request_too_many_is_told_when_to_come_back(monde: Monde) -> None:
    with monde.servir(api_limit_set=3) as client:
        lecture = client("lecture")
        avant = time()
        assert [reste(lecture) for _ in range(3)] == [2, 1, 0]

        for _ in range(2):
            reponse = lecture.poster(json={"query": RESTE})
            assert reponse.status_code == 429
            assert reponse.headers["content-type"] == "text/plain; charset=utf-8"
            attente = int(reponse.headers["retry-after"])
            assert 1 <= attente <= 60
            assert reponse.headers["ratelimit-remaining"] == "0"
            assert avant + 59 <= int(reponse.headers["ratelimit-reset"]) <= time() + 61
            assert reponse.text == (
                "Trop de requêtes avec ce jeton : 3 par minute au plus. "
                f"Réessayez dans {attente} s.\n"
                "Too many requests with this token: at most 3 per minute. "
                f"Try again in {attente} s.\n"
            )

        # Each token has its own; who has none is not counted here.
        assert reste(client("autre")) == 2
        for _ in range(4):
            client(None).operation("IntrospectionQuery", query_id="introspection")


def test_all_the_web_processes_count_together(monde: Monde) -> None:
    with monde.servir(api_limit_set=3) as un, monde.servir(api_limit_set=3) as deux:
        assert [reste(client("lecture")) for client in (un, deux, un)] == [2, 1, 0]
        assert deux("lecture").poster(json={"query": RESTE}).status_code == 429


@pytest.mark.parametrize(
    "requete",
    [
        {"json": {"query": "{ rien }"}},
        {"json": {"query": "{"}},
        {"json": {}},
        {"json": {"query": "{ demarche(number: 1) { id } }"}},
        {"json": {"queryId": "rien"}},
    ],
)
def test_a_request_that_fails_counts_too(monde: Monde, requete: dict[str, Any]) -> None:
    with monde.servir(api_limit_set=3) as client:
        client("lecture").poster(**requete)

        assert reste(client("lecture")) == 1


def test_who_is_not_let_in_takes_nothing_from_anybody(monde: Monde) -> None:
    with monde.servir(api_limit_set=1) as client:
        lecture = client("lecture")
        faux = Client(lecture.url, f"{lecture.jeton}x")

        assert faux.poster(json={"query": RESTE}).status_code == 403
        assert (
            lecture.poster(json={"query": RESTE}, headers={"Authorization": ""}).status_code == 403
        )
        assert reste(lecture) == 0


@pytest.mark.parametrize("reglages", [{"api_limit_set": 0}, {}])
def test_without_a_limit_there_is_nothing_to_read(monde: Monde, reglages: dict[str, Any]) -> None:
    with monde.servir(**reglages) as client:
        assert [client("lecture").lire(RESTE) for _ in range(4)] == [{"rateLimit": None}] * 4


def test_without_valkey_all_requests_pass(monde: Monde) -> None:
    """They are not counted, and not slowed down either."""
    with monde.servir(api_limit_set=1, redis_url=SANS_VALKEY) as client:
        assert [client("lecture").lire(RESTE) for _ in range(4)] == [{"rateLimit": None}] * 4


@pytest.mark.parametrize(
    ("reglages", "limite"),
    [
        ({}, 0),
        ({"environment": "production"}, 400),
        ({"environment": "production", "api_limit_set": 0}, 0),
        ({"api_limit_set": 12}, 12),
    ],
)
def test_the_limit_is_four_hundred_in_production(reglages: dict[str, Any], limite: int) -> None:
    assert load_settings(**reglages).api_limit == limite
