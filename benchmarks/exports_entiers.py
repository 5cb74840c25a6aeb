"""What the process that makes exports holds at most, from PostgreSQL to the store: `guichet exports` as
installed, 100,000 dossiers gone by, and 10,000."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from benchmarks.figures import Figure, Ligne, Remarque
from benchmarks.stack import DOSSIERS, World
from domain.comptes.models import Administrateur, Compte
from domain.demarches.models import Demarche, DemarcheAdministrateur
from domain.exports.demande import Demande, demander
from domain.exports.models import Format
from domain.exports.selection import Demandeur, Portee
from domain.transactions import Transaction
from server.embedded.process import end, spawn

PETIT, GRAND = 10_000, min(100_000, DOSSIERS)
LARGE, LONGUE = 1, 2  # the two démarches of the benchmarks: forty champs, and many dossiers
PATIENCE = 1_800.0  # seconds
ETUDES = (Format.csv, Format.xlsx, Format.ods)


# openpyxl loads numpy when it is there, and only what our tests use brings it: who installs Guichet has none.
PROCESSUS = """
import sys
class SansNumpy:
    def find_spec(nom, *_):
        if nom == "numpy":
            raise ModuleNotFoundError(nom)
sys.meta_path.insert(0, SansNumpy)
sys.argv[1:] = ["exports"]
from server.cli import main
main()
"""


def measure(world: World) -> Iterator[Ligne]:
    for format_ in ETUDES:
        petite, _ = _pointe(world, LONGUE, format_, PETIT)
        grande, duree = _pointe(world, LONGUE, format_, GRAND)
        yield Remarque(f"{format_} de {GRAND} dossiers : {duree:.0f} s, {grande:.0f} Mo")
        yield Figure(f"{format_}_memoire_{GRAND}_sur_{PETIT}", grande / petite, "<= 1.2")
        yield Figure(f"{format_}_memoire_{GRAND}_mo", grande, "<= 150")
    large, duree = _pointe(world, LARGE, Format.xlsx, PETIT)
    yield Remarque(f"xlsx de {PETIT} dossiers de 40 champs : {duree:.0f} s")
    yield Figure(f"xlsx_memoire_{PETIT}_larges_mo", large, "<= 150")


def _pointe(world: World, demarche: int, format_: Format, combien: int) -> tuple[float, float]:
    """The most that a new process holds while it makes this export, in megabytes, and for how long."""
    url = world.settings.require("database_url")
    numero = _demander(url, demarche, format_, combien)
    debut = time.perf_counter()
    with _exports(world) as pid, psycopg.connect(url, autocommit=True) as connexion:
        while (etat := _etat(connexion, numero))[0] not in ("pret", "echoue"):
            if time.perf_counter() - debut > PATIENCE:
                raise RuntimeError(f"L’export {numero} n’est pas fini : {etat}")
            time.sleep(0.2)
        if etat != ("pret", combien):
            raise RuntimeError(f"L’export {numero} a échoué : {etat}")
        return _plus_haut(pid), time.perf_counter() - debut


def _demander(url: str, demarche_id: int, format_: Format, combien: int) -> int:
    """As a token would; then only the first dossiers are kept, in the order of their deposit."""
    moteur = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(moteur) as session, session.begin():
        demarche = session.get_one(Demarche, demarche_id)
        administrateur = session.scalars(
            select(Administrateur.id)
            .join(DemarcheAdministrateur)
            .join(Compte, Compte.id == Administrateur.compte_id)
            .where(DemarcheAdministrateur.demarche_id == demarche_id)
        ).one()
        demandeur = Demandeur((), True, administrateur_id=administrateur)
        voulu = Demande(format_, Portee())
        export = demander(
            Transaction(session), demarche, demandeur, voulu, at=datetime.now(UTC)
        ).export
        export.dossiers = export.dossiers[:combien]
        export.nombre = combien
        export.empreinte = export.cle  # asked again, it is another one
        numero = export.id
    moteur.dispose()
    return numero


@contextmanager
def _exports(world: World) -> Iterator[int]:
    journal = Path(world.addresses["GUICHET_DONNEES"]) / "exports.log"
    with journal.open("ab") as sortie:
        process = spawn(
            [sys.executable, "-c", PROCESSUS],
            death_signal=signal.SIGKILL,
            folder=Path(__file__).parent.parent,
            output=sortie,
            environment={**os.environ, **world.addresses},
        )
    try:
        yield process.pid
    finally:
        end(process, (signal.SIGTERM, 30.0))


def _etat(connexion: psycopg.Connection, numero: int) -> tuple[str, int]:
    lu = connexion.execute("SELECT etat, faits FROM exports WHERE id = %s", (numero,)).fetchone()
    assert lu is not None
    return lu[0], lu[1]


def _plus_haut(pid: int) -> float:
    """The high-water mark of its memory, in megabytes; Linux says it in kibibytes."""
    lignes = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(ligne.split()[1]) * 1024 / 1e6 for ligne in lignes if ligne.startswith("VmHWM"))
