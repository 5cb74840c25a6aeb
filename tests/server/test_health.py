"""What a machine asks a web process."""

import socket
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from server.settings import Settings
from tests.serving import Serveur, serving

ALARMES = ("guichet_travaux_ecartes{", "guichet_balayages_plafonnes{")
ALL_WELL = {"postgresql": "ok", "valkey": "ok", "s3": "ok"}


def test_a_process_with_everything_is_ready(serveur: Serveur) -> None:
    answer = httpx.get(f"{serveur.url}/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"statut": "ok", "parties": ALL_WELL}


def test_postgresql_away_is_named_and_the_process_still_lives(stack: Settings) -> None:
    with serving(_with_postgres_at(stack, _closed_port())) as serveur:
        answer = httpx.get(f"{serveur.url}/readyz")

        assert answer.status_code == 503
        assert answer.json() == {
            "statut": "indisponible",
            "parties": {**ALL_WELL, "postgresql": "en panne"},
        }
        assert httpx.get(f"{serveur.url}/livez").status_code == 200
        mesures = httpx.get(f"{serveur.url}/metrics", timeout=10)
        assert mesures.status_code == 200
        assert "guichet_balayages_plafonnes" not in mesures.text


def test_a_silent_postgresql_is_told_within_the_patience(stack: Settings, silent_port: int) -> None:
    with serving(_with_postgres_at(stack, silent_port)) as serveur:
        answer = httpx.get(f"{serveur.url}/readyz", timeout=4)

        assert answer.status_code == 503
        assert answer.json()["parties"] == {**ALL_WELL, "postgresql": "muet"}


def test_an_unknown_route_is_a_small_json_refusal(serveur: Serveur) -> None:
    answer = httpx.get(f"{serveur.url}/inconnu")

    assert answer.status_code == 404
    assert answer.json() == {
        "errors": [{"message": "Not Found", "extensions": {"code": "not_found"}}],
        "data": None,
    }


def test_metrics_count_by_route(serveur: Serveur) -> None:
    httpx.get(f"{serveur.url}/inconnu?token=a-ne-pas-dire")

    text = httpx.get(f"{serveur.url}/metrics").text
    assert 'guichet_http_requests_total{method="GET",route="inconnue",status="404"}' in text
    assert "a-ne-pas-dire" not in text


def test_work_put_aside_and_sweeps_that_stopped_are_alarms(serveur: Serveur) -> None:
    def alarmes() -> list[str]:
        lignes = httpx.get(f"{serveur.url}/metrics").text.splitlines()
        return [ligne for ligne in lignes if ligne.startswith(ALARMES)]

    assert alarmes() == []
    with psycopg.connect(serveur.settings.require("database_url")) as connexion:
        connexion.execute(
            "INSERT INTO travaux (nom, arguments, erreur, ecarte_le, fait_le) VALUES"
            " ('vider_la_corbeille', '{}', 'PlafondAtteint: trop', NULL, NULL),"
            " ('finir_les_brouillons', '{}', 'PlafondAtteint: trop', now(), NULL),"
            " ('finir_les_termines', '{}', 'PlafondAtteint: trop', NULL, now()),"
            " ('envoyer', '{}', 'OSError: non', NULL, NULL),"
            " ('generer_attestation', '{}', 'OSError: non', now(), NULL),"
            " ('generer_attestation', '{}', NULL, NULL, NULL)"
        )
    assert alarmes() == [
        'guichet_travaux_ecartes{travail="finir_les_brouillons"} 1.0',
        'guichet_travaux_ecartes{travail="generer_attestation"} 1.0',
        'guichet_balayages_plafonnes{travail="finir_les_brouillons"} 1.0',
        'guichet_balayages_plafonnes{travail="vider_la_corbeille"} 1.0',
    ]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _with_postgres_at(stack: Settings, port: int) -> Settings:
    address = f"postgresql://guichet:secret@127.0.0.1:{port}/guichet"
    return stack.model_copy(update={"database_url": address})
