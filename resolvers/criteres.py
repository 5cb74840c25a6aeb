"""What a dossier may be asked beyond its own row, and the shape that it gives to a statement."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from resolvers.ensembles import FORMES


class Critere(NamedTuple):
    """One question asked of the dossiers; `inverse` asks that they be out of the set."""

    forme: str
    valeurs: dict[str, Any]
    inverse: bool = False


class Genre(NamedTuple):
    """What a statement depends on: the values of a criterion are not part of it."""

    forme: str
    inverse: bool

    @property
    def indexe(self) -> bool:
        return FORMES[self.forme].indexe and not self.inverse

    def sonde(self, rang: int) -> ColumnElement[bool]:
        trouve = FORMES[self.forme].sonde(rang)
        return trouve.is_(None) if self.inverse else trouve

    def existence(self, rang: int) -> ColumnElement[bool]:
        trouve = FORMES[self.forme].existence(rang)
        return ~trouve if self.inverse else trouve


def ranger(criteres: Sequence[Critere]) -> tuple[tuple[Genre, ...], dict[str, Any]]:
    """The criteria in an order that does not depend on the client’s, and their parameters, each
    named by its rank in that order: the same questions are the same statement."""
    ranges = sorted(criteres, key=lambda critere: (critere.forme, critere.inverse))
    parametres = {
        f"{nom}_{rang}": valeur
        for rang, critere in enumerate(ranges)
        for nom, valeur in critere.valeurs.items()
    }
    return tuple(Genre(c.forme, c.inverse) for c in ranges), parametres
