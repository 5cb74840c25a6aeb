"""A figure: its name, its value, the goal it must reach."""

import operator
from collections.abc import Callable, Sequence
from typing import NamedTuple

COMPARAISONS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}


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


def median(durees: Sequence[float]) -> float:
    return sorted(durees)[len(durees) // 2]
