"""Acts on many dossiers beside acts on one, beside each other, and workers killed in the middle: each
dossier is decided once, and told once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from domain.actes import decisions
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.dossiers.states import TransitionInterdite
from domain.masse.creation import AucunDossier
from domain.masse.models import ActeDeMasse
from domain.masse.verrou import DossierEnOperation, exiger_hors_operation
from domain.transactions import Transaction
from jobs.masse import ResteAFaire, traiter
from server.settings import Settings
from tests.jobs.masse import INES, Chantier, chantier_ouvert, modele_de_masse

A = ActeDeMasse
COURSES = 30  # a thousand by hand: each is some tenths of a second
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


def ensemble(*gestes: Callable[[], Any]) -> list[Any]:
    depart = Barrier(len(gestes))

    def partir(geste: Callable[[], Any]) -> Any:
        depart.wait()
        return geste()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return [fil.result() for fil in [fils.submit(partir, geste) for geste in gestes]]


def refuser_seul(chantier: Chantier, numero: int) -> str:
    """What the API does of one dossier: lock it, look whether it waits in an operation, act."""

    def faire(tx: Transaction) -> None:
        dossier = tx.session.scalars(
            select(Dossier).where(Dossier.id == numero).with_for_update(of=Dossier)
        ).one()
        exiger_hors_operation(tx, dossier)
        instructeur = tx.session.scalars(
            select(Instructeur)
            .join(Instructeur.compte)
            .where(Compte.email == INES)
            .options(joinedload(Instructeur.compte))
        ).one()
        decisions.refuser(
            tx, dossier, instructeur=instructeur, auteur=comme_profil(instructeur),
            motivation="Non", at=tx.session.scalars(select(func.now())).one(),
        )  # fmt: skip

    try:
        chantier.base.transaction(faire)
    except DossierEnOperation:
        return "verrouille"
    except TransitionInterdite:
        return "deja"
    return "refuse"


def test_beside_an_act_on_one_each_is_decided_once(chantier: Chantier) -> None:
    for tour in range(COURSES):
        remettre(chantier)
        seul = DOSSIERS[tour % 2]
        operation, issue = ensemble(
            lambda: chantier.faire(A.accepter, DOSSIERS),
            partial(refuser_seul, chantier, seul),
        )
        une_fois_chacun(chantier)
        pris = chantier.issues(operation).get(seul)
        gagne = issue == "refuse"
        assert chantier.etat(seul) == ("refuse" if gagne else "accepte"), (tour, issue, pris)
        assert pris in ((None, "ecarte") if gagne else ("reussi",)), (tour, issue)


def test_two_operations_on_the_same_dossiers_share_them(chantier: Chantier) -> None:
    def faire(acte: ActeDeMasse, **demande: Any) -> dict[int, str]:
        try:
            return chantier.issues(chantier.faire(acte, DOSSIERS, **demande))
        except AucunDossier:
            return {}

    for _ in range(COURSES):
        remettre(chantier)
        acceptes, refuses = ensemble(
            lambda: faire(A.accepter), lambda: faire(A.refuser, motivation="Non")
        )
        une_fois_chacun(chantier)
        for numero in DOSSIERS:
            attendu = "accepte" if acceptes.get(numero) == "reussi" else "refuse"
            assert chantier.etat(numero) == attendu
        reussis = [*acceptes.values(), *refuses.values()].count("reussi")
        assert reussis == len(DOSSIERS)


def test_two_workers_of_one_operation_do_each_dossier_once(chantier: Chantier) -> None:
    for _ in range(COURSES // 3):
        remettre(chantier)
        operation = chantier.demander(A.accepter, DOSSIERS)
        ensemble(*[partial(tenter, chantier, operation)] * 2)
        tenter(chantier, operation)
        une_fois_chacun(chantier)
        assert set(chantier.issues(operation).values()) == {"reussi"}


def tenter(chantier: Chantier, operation: int) -> None:
    """Another may still hold some of them."""
    with suppress(ResteAFaire):
        traiter(chantier.base, operation)


OUVRIER = """
import sys
from adapters.base_de_donnees import base_synchrone
from jobs.masse import traiter
from server.resources import WORKING
traiter(base_synchrone(sys.argv[1], WORKING), int(sys.argv[2]))
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
