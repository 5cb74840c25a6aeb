"""Columns as a table: each is its title, and how it reads one thing; a tableau is a run of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from domain.calendrier import PARIS
from exports.tableur.cellules import Cellule

S = TypeVar("S")


class Colonne(NamedTuple, Generic[S]):
    titre: str
    lire: Callable[[S], Cellule]


class Tableau(Generic[S]):
    def __init__(self, colonnes: Iterable[Colonne[S]]) -> None:
        self._colonnes = tuple(colonnes)
        self._lire = tuple(colonne.lire for colonne in self._colonnes)

    @property
    def titres(self) -> Sequence[str]:
        return tuple(colonne.titre for colonne in self._colonnes)

    def ligne(self, source: S) -> list[Cellule]:
        return [lire(source) for lire in self._lire]


def a_paris(instant: datetime | None) -> datetime | None:
    """To the second: no spreadsheet shows what is below it."""
    return instant.astimezone(PARIS).replace(microsecond=0) if instant else None
