"""Six schedulers and two workers at once, in processes of their own: each due moment is put down once, and its
work done once. `python -m tests.chaos.planificateurs url n` is one of the six that share n moments."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg

from adapters.base_de_donnees import base_synchrone
from benchmarks.figures import Figure, Ligne, Remarque
from jobs.horaires import HORAIRES, Horaire, declencher
from server.children import ROOT
from server.resources import CONNECTION
from tests.chaos.monde import peupler
from tests.chaos.pile import Pile

PLANIFICATEURS, OUVRIERS = 6, 2
MOMENTS = 1000
DEBUT = datetime(2020, 1, 1, tzinfo=UTC)
NOMS = ("fermer_les_demarches", "oublier_les_operations")
DEPART = 2020  # the lock that holds the six until all of them are there
ATTENDENT = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
RESTE = "SELECT count(*) FROM travaux WHERE fait_le IS NULL AND ecarte_le IS NULL"
MAL_VUS = """
SELECT count(*) FROM (SELECT travail AS nom, count(*) AS dus FROM echeances GROUP BY 1) AS e
FULL JOIN (SELECT nom, count(*) AS mis FROM travaux WHERE arguments = '{}' AND nom = ANY(%s) GROUP BY 1) AS t USING (nom)
WHERE dus IS DISTINCT FROM mis
"""


def figures(montee: Pile, tours: int) -> Iterator[Ligne]:
    """First the moments of a clock that is a parameter; then those of the true one, by the true processes."""
    yield from _horloge_donnee(montee)
    montee.lire("DELETE FROM travaux")
    montee.lire("DELETE FROM echeances")
    peupler(montee.settings, montee.folder, dossiers=20)
    montee.composer(worker=OUVRIERS, relay=1, scheduler=PLANIFICATEURS)
    mal_vus, dus = 0, 0
    noms = [horaire.travail for horaire in HORAIRES]
    montee.demarrer()
    for _ in range(tours):  # each begins with all that is due, and six who start
        montee.attendre(
            lambda: montee.un("SELECT count(DISTINCT travail) FROM echeances") == len(noms)
        )
        montee.attendre(lambda: montee.un(RESTE) == 0)
        for processus in montee.processus:
            if processus.role == "scheduler":
                processus.tuer()
        montee.attendre_sans_relancer(lambda: montee.un(RESTE) == 0)
        mal_vus += int(montee.lire(MAL_VUS, noms)[0][0])
        dus += montee.un("SELECT count(*) FROM echeances")
        faits = montee.lire(
            "SELECT nom, count(*), sum(tentatives)::int, count(fait_le) FROM travaux GROUP BY 1"
        )
        mal_vus += sum(not n == essais == finis for _, n, essais, finis in faits)
        montee.lire("DELETE FROM travaux")
        montee.lire("DELETE FROM echeances")
    yield Remarque(
        f"{PLANIFICATEURS} planificateurs, {OUVRIERS} ouvriers, {tours} départs : {dus} échéances"
    )
    yield Figure("echeances_mal_vues", mal_vus, "<= 0")


def _horloge_donnee(montee: Pile) -> Iterator[Ligne]:
    url = montee.settings.require("database_url")
    with psycopg.connect(url, autocommit=True) as depart:
        depart.execute("SELECT pg_advisory_lock(%s)", (DEPART,))
        partants = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.planificateurs", url, str(MOMENTS)],
                cwd=ROOT, stdout=subprocess.PIPE, text=True,
            )
            for _ in range(PLANIFICATEURS)
        ]  # fmt: skip
        montee.attendre_sans_relancer(lambda: montee.un(ATTENDENT) == PLANIFICATEURS)
        depart.execute("SELECT pg_advisory_unlock(%s)", (DEPART,))
        vus = [int(partant.communicate()[0]) for partant in partants]
    voulues = MOMENTS * len(NOMS)
    lignes = montee.un("SELECT count(*) FROM echeances")
    travaux = Counter(nom for (nom,) in montee.lire("SELECT nom FROM travaux"))
    yield Remarque(f"{MOMENTS} moments de {len(NOMS)} travaux, par chacun des six : {vus}")
    yield Figure("echeances_d_une_horloge_donnee", lignes, f">= {voulues}")
    yield Figure(
        "echeances_vues_deux_fois", abs(sum(vus) - voulues) + abs(lignes - voulues), "<= 0"
    )
    yield Figure("travaux_mis_deux_fois", sum(abs(travaux[nom] - MOMENTS) for nom in NOMS), "<= 0")


def planifier(url: str, moments: int) -> int:
    base = base_synchrone(url, CONNECTION)
    with psycopg.connect(url, autocommit=True) as depart:
        depart.execute("SELECT pg_advisory_lock_shared(%s)", (DEPART,))
    vus = 0
    for rang in range(moments):
        due = DEBUT + timedelta(minutes=rang)
        horaires = [Horaire(nom, lambda _, due=due: due) for nom in NOMS]  # type: ignore[misc]
        vus += len(base.transaction(lambda tx, h=horaires: declencher(tx, h)))  # type: ignore[misc]
    base.fermer()
    return vus


if __name__ == "__main__":
    sys.stdout.write(str(planifier(sys.argv[1], int(sys.argv[2]))))
