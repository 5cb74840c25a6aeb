"""Who asks what changed since the last time misses nothing, whatever is being written meanwhile."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager

import psycopg
import pytest

from tests.api.conftest import Monde
from tests.api.ecritures import dossier_id, ecrire, instructeur_id
from tests.chaos.consommateur import DOSSIERS, Consommateur, en_entier, faire_trainer, jouer
from tests.chaos.monde import ADecider, peupler
from tests.serving import Serveur

MONDE = "instruction"
HORAIRES = 8


@pytest.fixture(scope="module")
def agite(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, ADecider]]:
    with nouveau_serveur() as serveur:
        folder = tmp_path_factory.mktemp("monde")
        monde = peupler(serveur.settings, folder, dossiers=DOSSIERS)
        faire_trainer(monde.database_url)
        yield serveur.url, monde


@pytest.mark.parametrize("graine", range(HORAIRES))
def test_no_dossier_is_lost_nor_stale(agite: tuple[str, ADecider], graine: int) -> None:
    url, monde = agite
    assert jouer(url, monde, graine) == []


# --- a transaction held between its seal and its commit -------------------------------------------

# The dossier 7002 alone; whoever holds the key holds its commits.
RETENIR = """
CREATE FUNCTION retenir() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER retenir AFTER UPDATE ON dossiers
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id = 7002) EXECUTE FUNCTION retenir();
"""
ARRETES = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def ecrire_a(monde: Monde, dossier: str, email: str = "ines@exemple.fr", jeton: str = "ecriture") -> None:  # fmt: skip
    corps = ecrire(
        monde, "dossierEnvoyerMessage", "errors { message }", jeton=jeton, body="Bonjour",
        dossierId=dossier_id(monde, dossier), instructeurId=instructeur_id(monde, email),
    )  # fmt: skip
    assert corps == {"data": {"dossierEnvoyerMessage": {"errors": None}}}


def attendre_l_arret(observateur: psycopg.Connection, *ecritures: Future[None]) -> None:
    """Until each of them waits for a lock; one that ends instead has gone past the other."""
    while observateur.execute(ARRETES).fetchone() != (len(ecritures),):
        assert not any(ecriture.done() for ecriture in ecritures)


def modifies_le(observateur: psycopg.Connection) -> dict[int, object]:
    return dict(observateur.execute("SELECT id, modifie_le FROM dossiers").fetchall())


@pytest.mark.parametrize("deja_ecrit", [False, True])
@pytest.mark.parametrize("issue", ["validee", "annulee"])
def test_what_is_sealed_holds_back_what_comes_after_it(
    monde_neuf: Monde, *, deja_ecrit: bool, issue: str
) -> None:
    """Were the second one visible first, a reader would go past the first and never see it."""
    url = monde_neuf.serveur.database_url
    if deja_ecrit:  # else the first two to write on the démarche make its thread
        ecrire_a(monde_neuf, "accepte")
    client = monde_neuf.client("lecture")
    lecteurs = [Consommateur(client, par_curseur) for par_curseur in (False, True)]
    for lecteur in lecteurs:
        lecteur.marcher()
    avant = en_entier(client)
    with (
        psycopg.connect(url, autocommit=True) as observateur,
        psycopg.connect(url) as cle,
        ThreadPoolExecutor(2) as ensemble,
    ):
        observateur.execute(RETENIR)
        cle.execute("SELECT pg_advisory_xact_lock(42)")
        premier = ensemble.submit(ecrire_a, monde_neuf, "instruction")
        attendre_l_arret(observateur, premier)
        second = ensemble.submit(ecrire_a, monde_neuf, "construction")
        attendre_l_arret(observateur, premier, second)

        ecrire_a(monde_neuf, "etranger", "igor@exemple.fr", "autre")  # another démarche goes on
        for lecteur in lecteurs:
            lecteur.marcher()
            assert lecteur.copies == avant
        assert not premier.done()
        assert not second.done()

        if issue == "annulee":
            observateur.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE locktype = 'advisory' AND NOT granted"
            )
            with pytest.raises(AssertionError, match="service_unavailable"):
                premier.result()
        cle.rollback()
        second.result()
        if issue == "validee":
            premier.result()
            instants = modifies_le(observateur)
            assert instants[7002] < instants[7001]  # type: ignore[operator]
    vrai = en_entier(client)
    for lecteur in lecteurs:
        lecteur.marcher()
        assert lecteur.copies == vrai
    changes = {numero for numero, lu in vrai.items() if lu != avant[numero]}
    assert changes == ({7001, 7002} if issue == "validee" else {7001})


def test_what_began_first_and_ends_last_is_dated_last(monde_neuf: Monde) -> None:
    """Were it dated from its beginning, a reader would be past that instant when it becomes visible."""
    url = monde_neuf.serveur.database_url
    client = monde_neuf.client("lecture")
    lecteur = Consommateur(client, par_curseur=True)
    with (
        psycopg.connect(url, autocommit=True) as observateur,
        psycopg.connect(url) as tenu,
        ThreadPoolExecutor(1) as ensemble,
    ):
        tenu.execute("SELECT 1 FROM dossiers WHERE id = 7002 FOR UPDATE")
        premier = ensemble.submit(ecrire_a, monde_neuf, "instruction")
        attendre_l_arret(observateur, premier)
        ecrire_a(monde_neuf, "construction")
        lecteur.marcher()
        tenu.rollback()
        premier.result()
        instants = modifies_le(observateur)
    assert instants[7001] < instants[7002]  # type: ignore[operator]
    lecteur.marcher()
    assert lecteur.copies == en_entier(client)
