"""Pages that are read forward only, in an order of their own: a rank, a position, a number.

A cursor says of which list it is: that of another one is refused.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from resolvers.pages import Compte
from resolvers.refus import Refus

R = TypeVar("R")

TAILLE_MAX = 100


def ecrire(liste: str, *place: object) -> str:
    clair = ";".join([liste, *map(str, place)])
    return urlsafe_b64encode(clair.encode()).decode("ascii").rstrip("=")


def lire(liste: str, texte: str, *types: Callable[[str], Any]) -> tuple[Any, ...]:
    """The place that a cursor of this list says. Raises Refus (`Invalid input: "…"`) on any other text."""
    try:
        clair = urlsafe_b64decode(texte + "=" * (-len(texte) % 4)).decode()
        nom, *place = clair.split(";")
        if nom != liste:
            raise ValueError(nom)
        return tuple(type_(valeur) for type_, valeur in zip(types, place, strict=True))
    except ValueError as error:  # not Base64, not UTF-8, not of this list, not a number
        raise Refus(f'Invalid input: "{texte}"') from error


def entier(texte: str) -> int:
    """A number that a statement may be given. Raises ValueError."""
    if abs(int(texte)) >= 2**63:
        raise ValueError(texte)
    return int(texte)


@dataclass(frozen=True, slots=True)
class PageAvant(Generic[R]):
    """`place` is what a cursor holds of a row, under the name of its list."""

    lignes: Sequence[R]
    precedente: bool
    suivante: bool
    liste: str
    place: Callable[[R], tuple[Any, ...]]
    compte: Compte

    def curseur(self, ligne: R) -> str:
        return ecrire(self.liste, *self.place(ligne))

    @property
    def debut(self) -> str | None:
        return self.curseur(self.lignes[0]) if self.lignes else None

    @property
    def fin(self) -> str | None:
        return self.curseur(self.lignes[-1]) if self.lignes else None


def taille(first: int | None, defaut: int = TAILLE_MAX) -> int:
    return defaut if first is None else min(max(first, 0), TAILLE_MAX)
