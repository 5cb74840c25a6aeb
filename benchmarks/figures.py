"""A figure: its name, its value, the goal it must reach; and how durations are taken."""

import operator
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

COMPARAISONS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}
PREALABLES = 3  # runs that only fill caches: documents, plans, PostgreSQL's own

Mesure = Callable[[], Awaitable[object]]


class Figure(NamedTuple):
    name: str
    value: float
    goal: str
    """`<= 1.2`, `>= 8`."""

    @property
    def ok(self) -> bool:
        comparaison, borne = self.goal.split()
        return COMPARAISONS[comparaison](self.value, float(borne))

    def __str__(self) -> str:
        return f"{self.name} {self.value:.3g} {self.goal} {'ok' if self.ok else 'KO'}"


class Remarque(str):
    """A line that explains the figures beside it, and has no goal."""

    def __str__(self) -> str:
        return f"# {super().__str__()}"


Ligne = Figure | Remarque


def median(durees: Sequence[float]) -> float:
    return sorted(durees)[len(durees) // 2]


async def medianes(essais: int, mesures: Mapping[str, Mesure]) -> dict[str, float]:
    """Seconds, by name. The runs are interleaved: what else the machine does falls on all alike."""
    for _ in range(PREALABLES):  # in turn: a server closes a connection left idle for five seconds
        for mesure in mesures.values():
            await mesure()
    durees: dict[str, list[float]] = {nom: [] for nom in mesures}
    for _ in range(essais):
        for nom, mesure in mesures.items():
            debut = time.perf_counter()
            await mesure()
            durees[nom].append(time.perf_counter() - debut)
    return {nom: median(prises) for nom, prises in durees.items()}


def en_ms(titre: str, durees: Mapping[str, float]) -> Remarque:
    dites = " · ".join(f"{nom} {duree * 1000:.1f}" for nom, duree in durees.items())
    return Remarque(f"{titre}, ms : {dites}")
