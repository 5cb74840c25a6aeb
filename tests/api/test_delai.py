"""A query has thirty seconds, here less: what was read in time is answered, and each field that
would start after is an error that names it (api 4.1)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest

import scenarios
from server.resources import open_storage
from server.settings import Settings
from tests.api.client import Client
from tests.api.conftest import MONDES
from tests.databases import fresh_database
from tests.serving import serving

Serveur = Callable[[float], AbstractContextManager[Client]]


@pytest.fixture(scope="module")
def base(stack: Settings) -> Iterator[tuple[str, str]]:
    """A database, and the token that reads it."""
    with fresh_database(stack) as url:
        monde = scenarios.charger(
            MONDES / "liste.yaml", database_url=url, storage=open_storage(stack)
        )
        yield url, monde.jetons["lecture"]


@pytest.fixture
def serveur(stack: Settings, base: tuple[str, str]) -> Serveur:
    """Serves with this many seconds for a query."""

    @contextmanager
    def servir(secondes: float) -> Iterator[Client]:
        url, jeton = base
        reglages = {"database_url": url, "query_timeout": secondes}
        with serving(stack.model_copy(update=reglages)) as serveur:
            yield Client(serveur.url, jeton)

    return servir


def delai_sur(champ: str, *chemin: str, colonne: int) -> dict[str, object]:
    return {
        "message": f"Timeout on {champ}",
        "locations": [{"line": 1, "column": colonne}],
        "path": list(chemin),
        "extensions": {"code": "timeout"},
    }


def test_no_time_at_all_is_a_timeout_on_the_first_field(serveur: Serveur) -> None:
    with serveur(1e-9) as client:
        corps = client.demander("{ dossier(number: 8001) { number } }")

    assert corps == {
        "data": None,
        "errors": [delai_sur("Query.dossier", "dossier", colonne=3)],
    }


def test_what_needs_no_reading_is_answered_beside(serveur: Serveur) -> None:
    query = "{ __typename demarcheDescriptor(demarche: {number: 800}) { number } }"

    with serveur(1e-9) as client:
        premiere, deuxieme, troisieme = (client.demander(query) for _ in range(3))

    # The third time the document has a plan, which gives way.
    assert premiere == deuxieme == troisieme
    assert premiere == {
        "data": {"__typename": "Query", "demarcheDescriptor": None},
        "errors": [delai_sur("Query.demarcheDescriptor", "demarcheDescriptor", colonne=14)],
    }


def test_what_was_read_in_time_stays(serveur: Serveur, base: tuple[str, str]) -> None:
    """The dossier is read while its table is locked, until the time has passed; then what comes
    after it starts too late."""
    query = "{ dossier(number: 8006) { number motivation attestation { filename } } }"
    url, _ = base
    with (
        serveur(0.5) as client,
        psycopg.connect(url, autocommit=True) as regard,
        ThreadPoolExecutor(1) as fil,
    ):
        client.lire("{ demarche(number: 800) { title } }")
        with psycopg.connect(url) as verrou:
            verrou.execute("LOCK TABLE dossiers IN ACCESS EXCLUSIVE MODE")
            reponse = fil.submit(client.demander, query)
            _attendre(regard, "0.6 seconds")
        corps = reponse.result()

    assert corps == {
        "data": {"dossier": {"number": 8006, "motivation": "Incomplet", "attestation": None}},
        "errors": [delai_sur("Dossier.attestation", "dossier", "attestation", colonne=45)],
    }


def test_a_statement_that_postgresql_stops_is_a_timeout(
    serveur: Serveur, base: tuple[str, str]
) -> None:
    url, _ = base
    with serveur(30) as client, psycopg.connect(url, autocommit=True) as regard:
        client.lire("{ demarche(number: 800) { title } }")
        with ThreadPoolExecutor(1) as fil, psycopg.connect(url) as verrou:
            verrou.execute("LOCK TABLE dossiers IN ACCESS EXCLUSIVE MODE")
            reponse = fil.submit(client.demander, "{ dossier(number: 8001) { number } }")
            _attendre(regard, "0 seconds")
            regard.execute(f"SELECT pg_cancel_backend(pid) FROM ({QUI_ATTEND}) attente")
            corps = reponse.result()

    assert corps == {
        "data": None,
        "errors": [delai_sur("Query.dossier", "dossier", colonne=3)],
    }


QUI_ATTEND = """SELECT pid, query_start FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'"""


def _attendre(regard: psycopg.Connection, duree: str) -> None:
    """Until a statement has waited that long for a lock."""
    attend = f"SELECT 1 FROM ({QUI_ATTEND}) attente WHERE clock_timestamp() - query_start > %s"
    while regard.execute(attend, [duree]).fetchone() is None:
        pass
