"""Two acts that meet on the same dossiers, in orders drawn from a seed; and what must be true afterwards,
whoever came first (reliability 2.6)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psycopg

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from server.resources import WORKING
from tests.jobs.entrelacement import entrelaceur

# Who waits for a lock waits for a side that we stopped: for as long as it takes.
PATIENTE = {**WORKING, "options": f"{WORKING['options']} -c lock_timeout=0"}


class Tour(NamedTuple):
    """`constater` is given what the acts gave back; it names who came first, and says what is wrong."""

    gestes: Sequence[Callable[[], Any]]
    constater: Callable[[Sequence[Any]], tuple[str, Sequence[str]]]


@dataclass
class Bilan:
    tours: int = 0
    distincts: int = 0
    attentes: int = 0
    issues: Counter[str] = field(default_factory=Counter)
    fautes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        issues = ", ".join(f"{nom} {nombre}" for nom, nombre in sorted(self.issues.items()))
        return (
            f"{self.tours} entrelacements, {self.distincts} distincts, "
            f"{self.attentes} attentes d’un verrou ; {issues}"
        )


def rencontrer(url: str, tours: Iterable[Tour], *, graine: int) -> Bilan:
    bilan = Bilan()
    with entrelaceur(url, graine) as entre:
        for tour in tours:
            issue, fautes = tour.constater(entre.courir(*tour.gestes))
            bilan.issues[issue] += 1
            bilan.fautes += [f"{bilan.tours} ({issue}) : {faute}" for faute in fautes]
            bilan.tours += 1
        bilan.distincts, bilan.attentes = len(entre.distincts), entre.attentes
    return bilan


@dataclass(frozen=True)
class Lieu:
    """Where they meet: connections that wait, and another to look at what they do."""

    base: BaseSynchrone
    vue: psycopg.Connection

    def lire(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        trouvees = self.vue.execute(requete.encode(), valeurs)
        return trouvees.fetchall() if trouvees.description else []

    def nombre(self, requete: str, *valeurs: object) -> int:
        return int(self.lire(requete, *valeurs)[0][0])


@contextmanager
def lieu(url: str) -> Iterator[Lieu]:
    base = base_synchrone(url, PATIENTE)
    try:
        with psycopg.connect(url, autocommit=True) as vue:
            yield Lieu(base, vue)
    finally:
        base.fermer()
