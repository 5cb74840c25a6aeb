"""`make chaos`: the long form. One line a figure, « nom valeur but ok|KO »; ends non-zero on a KO.

Each ordeal is as long as its setting says, and left out at 0: `GUICHET_CHAOS_MORTS` (of `GUICHET_CHAOS_DOSSIERS`),
`GUICHET_CHAOS_COURSES`, `GUICHET_CHAOS_HORAIRES`, `GUICHET_CHAOS_EXPORTS`, `GUICHET_CHAOS_MASSE`,
`GUICHET_CHAOS_PLANIFICATEURS`, `GUICHET_CHAOS_RENCONTRES`. `GUICHET_CHAOS_GRAINE` makes it another one.
"""

import os
import sys
from collections.abc import Iterator
from random import Random

from benchmarks.figures import Figure, Ligne, Remarque
from tests.chaos import consommateur, courses, exports_tues, masse_tuee, planificateurs, rencontres
from tests.chaos.decideurs import Decideurs
from tests.chaos.epreuve import Epreuve
from tests.chaos.figures import figures
from tests.chaos.monde import peupler
from tests.chaos.pile import Pile, pile


def voulu(nom: str, d_ordinaire: int) -> int:
    return int(os.environ.get(f"GUICHET_CHAOS_{nom}", d_ordinaire))


GRAINE = voulu("GRAINE", 1)


def main() -> int:
    manquees = 0
    for ligne in lignes():
        sys.stdout.write(f"{ligne}\n")
        sys.stdout.flush()
        manquees += isinstance(ligne, Figure) and not ligne.ok
    return int(manquees > 0)


def lignes() -> Iterator[Ligne]:
    yield Remarque(f"graine {GRAINE}")
    if morts := voulu("MORTS", 200):
        with pile() as montee:
            yield from _morts_au_hasard(montee, morts)
    if dossiers := voulu("COURSES", 500):
        with pile() as montee:
            yield from courses.figures(montee, dossiers)
    if horaires := voulu("HORAIRES", 1000):
        with pile() as montee:
            yield from consommateur.figures(montee, horaires, GRAINE)
    if exports := voulu("EXPORTS", 20):
        with pile() as montee:
            yield from exports_tues.figures(montee, exports, GRAINE)
    if masse := voulu("MASSE", 20):
        with pile() as montee:
            yield from masse_tuee.figures(montee, masse, GRAINE)
    if departs := voulu("PLANIFICATEURS", 5):
        with pile() as montee:
            yield from planificateurs.figures(montee, departs)
    if tours := voulu("RENCONTRES", 1000):
        yield from rencontres.figures(tours, GRAINE)


def _morts_au_hasard(montee: Pile, morts: int) -> Iterator[Ligne]:
    monde = peupler(montee.settings, montee.folder, dossiers=voulu("DOSSIERS", 5000))
    montee.demarrer()
    epreuve = Epreuve(
        montee, monde, Decideurs(montee.url, monde, GRAINE), Random(GRAINE), bavarde=True
    )
    epreuve.traverser(morts)
    epreuve.reposer()
    yield Remarque(f"{len(monde.dossiers)} dossiers, morts : {dict(epreuve.morts)}")
    yield Remarque(f"pannes : {dict(epreuve.pannes)}")
    yield Remarque(f"demandes reprises : {dict(epreuve.decideurs.reprises)}")
    for fausse in epreuve.decideurs.fausses[:10]:
        yield Remarque(f"réponse fausse : {fausse}")
    yield Figure("morts", epreuve.morts.total(), f">= {morts}")
    yield from figures(epreuve)


if __name__ == "__main__":
    sys.exit(main())
