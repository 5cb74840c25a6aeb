"""Acts on many dossiers beside acts on one, beside each other, and workers killed in the middle: each
dossier is decided once, and told once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from domain.masse.models import ActeDeMasse
from server.settings import Settings
from tests.jobs.masse import Chantier, chantier_ouvert, modele_de_masse
from tests.jobs.rencontres import Lieu, Tour, lieu, rencontrer
from tests.jobs.rencontres_de_masse import masse_et_masse, masse_et_un

A = ActeDeMasse
COURSES = 9  # a thousand by `make chaos`: each is some tenths of a second
DOSSIERS = [7031, 7032]


@pytest.fixture(scope="module")
def chantier(stack: Settings) -> Iterator[Chantier]:
    with modele_de_masse(stack) as modele, chantier_ouvert(stack, modele) as ouvert:
        yield ouvert


def remettre(chantier: Chantier) -> None:
    """Undecided again, and nothing was ever said of them."""
    for requete in (
        "UPDATE dossiers SET state = 'en_instruction', traite_le = NULL, motivation = NULL"
        " WHERE id = ANY(%s)",
        "DELETE FROM traitements WHERE state IN ('accepte', 'refuse') AND dossier_id = ANY(%s)",
        "DELETE FROM messages WHERE dossier_id = ANY(%s)",
    ):
        chantier.lire(requete, DOSSIERS)
    for table in ("operations_de_masse", "courriels", "outbox"):
        chantier.lire(f"DELETE FROM {table}")


def une_fois_chacun(chantier: Chantier) -> None:
    for requete in (
        "SELECT dossier_id, count(*) FROM traitements WHERE state IN ('accepte', 'refuse') AND"
        " dossier_id = ANY(%s) GROUP BY 1 ORDER BY 1",
        "SELECT dossier_id, count(*) FROM courriels WHERE dossier_id = ANY(%s) GROUP BY 1 ORDER BY 1",
        "SELECT dossier_id, count(*) FROM messages WHERE dossier_id = ANY(%s) GROUP BY 1 ORDER BY 1",
    ):
        assert chantier.lire(requete, DOSSIERS) == [(numero, 1) for numero in DOSSIERS]
    incoherents = chantier.lire(
        "SELECT d.id FROM dossiers d JOIN traitements t ON t.dossier_id = d.id"
        " WHERE d.id = ANY(%s) AND t.state IN ('accepte', 'refuse') AND t.state <> d.state",
        DOSSIERS,
    )
    assert incoherents == []


@pytest.mark.parametrize("paire", [masse_et_un, masse_et_masse])
def test_whoever_comes_first_each_is_decided_once(
    chantier: Chantier, paire: Callable[[Lieu, int], Iterator[Tour]]
) -> None:
    """Beside an act on one, beside another operation, beside another worker; in orders drawn once and
    for all."""
    with lieu(chantier.url) as la:
        assert rencontrer(chantier.url, paire(la, COURSES), graine=1).fautes == []


OUVRIER = """
import sys
from adapters.base_de_donnees import base_synchrone
from jobs.masse import traiter
from tests.jobs.rencontres import PATIENTE
traiter(base_synchrone(sys.argv[1], PATIENTE), int(sys.argv[2]))
"""
RACINE = Path(__file__).parent.parent.parent


@contextmanager
def ouvrier(chantier: Chantier, operation: int) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(
        [sys.executable, "-c", OUVRIER, chantier.url, str(operation)],
        cwd=RACINE, env={**os.environ}, stderr=subprocess.DEVNULL,
    ) as processus:  # fmt: skip
        try:
            yield processus
        finally:
            processus.kill()


ATTEND = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""


@pytest.mark.parametrize(
    ("verrou", "faits"),
    [
        # Held at the seal of its lot: all was done, and nothing was committed.
        ("SELECT 1 FROM fils WHERE demarche_id = 700 FOR UPDATE", 0),
        # Held at one dossier, once the others are committed.
        ("SELECT 1 FROM dossiers WHERE id = 7032 FOR UPDATE", 1),
    ],
)
def test_a_worker_killed_in_the_middle_is_followed_by_another(
    chantier: Chantier, verrou: str, faits: int
) -> None:
    remettre(chantier)
    chantier.faire(A.envoyer_message, [7001], corps="Bonjour")  # the thread of the démarche exists
    operation = chantier.demander(A.accepter, DOSSIERS)
    with (
        psycopg.connect(chantier.url, autocommit=True) as vu,
        psycopg.connect(chantier.url) as tient,
    ):
        tient.execute(verrou.encode())
        with ouvrier(chantier, operation) as premier:
            while not (attend := vu.execute(ATTEND).fetchall()):
                assert premier.poll() is None
            premier.send_signal(signal.SIGKILL)
            premier.wait(30)
        # PostgreSQL would learn that nobody is there any more once the lock is given.
        for (pid,) in attend:
            vu.execute("SELECT pg_terminate_backend(%s, 30000)", (pid,))
        assert list(chantier.issues(operation).values()).count("reussi") == faits
        tient.rollback()
    with ouvrier(chantier, operation) as second:
        assert second.wait(60) == 0
    une_fois_chacun(chantier)
    assert set(chantier.issues(operation).values()) == {"reussi"}
