"""`make chaos`: the long form. One line a figure, « nom valeur but ok|KO »; ends non-zero on a KO.

`GUICHET_CHAOS_DOSSIERS`, `GUICHET_CHAOS_MORTS`, `GUICHET_CHAOS_COURSES`, `GUICHET_CHAOS_HORAIRES` and
`GUICHET_CHAOS_GRAINE` make it shorter, or another one.
"""

import os
import sys
from collections.abc import Iterator
from random import Random

from benchmarks.figures import Figure, Ligne, Remarque
from tests.chaos import consommateur, courses
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
