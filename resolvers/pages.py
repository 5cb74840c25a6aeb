"""Pages of a connection: keyset, never an offset, and the API's own reading of its arguments.

It is not Relay's algorithm (api 6.6): with `before` or `after`, `first` and `last` are only a size.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from resolvers import curseurs
from resolvers.curseurs import Curseur
from resolvers.refus import mauvaise_requete
from resolvers.request import Request

R = TypeVar("R", bound=tuple[Any, ...])

TAILLE_MAX = 100
ARGUMENTS = ("first", "last", "before", "after", "order")


class Lecture(NamedTuple):
    """Which way rows are read, and on which side of a cursor, if any, they are."""

    du_plus_recent: bool
    borne: str | None


class Demande(NamedTuple):
    """What page is asked for, its arguments checked. `descendant` is the order of the answer;
    `renverse` tells that rows are read backwards, then put back in ascending order."""

    taille: int
    avant: Curseur | None
    apres: Curseur | None
    descendant: bool
    renverse: bool

    @property
    def lecture(self) -> Lecture:
        """How its rows are read; a descending list is on the other side of its cursors."""
        borne = None
        if self.apres is not None:
            borne = "<" if self.descendant else ">"
        elif self.avant is not None:
            borne = ">" if self.descendant else "<"
        return Lecture(self.descendant or self.renverse, borne)

    @property
    def parametres(self) -> dict[str, Any]:
        """What the statement of a page is told: one row more than asked says if there are others."""
        curseur = self.apres or self.avant
        return {
            "limite": self.taille + 1,
            "curseur_le": curseur.le if curseur else None,
            "curseur_id": curseur.id if curseur else None,
        }


def demande(
    *,
    first: int | None = None,
    last: int | None = None,
    before: str | None = None,
    after: str | None = None,
    order: str | None = None,
) -> Demande:
    """Raises Refus (`bad_request`) on arguments that exclude each other (api 6.4)."""
    descendant = order == "DESC"
    if first is not None and last is not None:
        raise mauvaise_requete('Arguments "first" and "last" are exclusive')
    if before and after:
        raise mauvaise_requete('Arguments "before" and "after" are exclusive')
    if last is not None and descendant:
        raise mauvaise_requete('Argument "last" is not supported with order "desc"')
    taille = next((n for n in (first, last) if n is not None), TAILLE_MAX)
    return Demande(
        taille=min(max(taille, 0), TAILLE_MAX),
        avant=curseurs.lire(before) if before else None,
        apres=curseurs.lire(after) if after else None,
        descendant=descendant,
        renverse=not descendant and (last is not None or bool(before)),
    )


class Compte:
    """How many there are in all, counted when it is asked, and once however often it is asked."""

    def __init__(self, compter: Callable[[], Awaitable[int]]) -> None:
        self._compter = compter
        self._tour = asyncio.Lock()
        self._nombre: int | None = None

    async def nombre(self) -> int:
        async with self._tour:
            if self._nombre is None:
                self._nombre = await self._compter()
            return self._nombre


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """`ordre` names the column of the rows that cursors are made of."""

    lignes: Sequence[R]
    precedente: bool
    suivante: bool
    ordre: str
    compte: Compte

    def curseur(self, ligne: R) -> str:
        return curseurs.ecrire(getattr(ligne, self.ordre), getattr(ligne, "id"))  # noqa: B009

    @property
    def debut(self) -> str | None:
        return self.curseur(self.lignes[0]) if self.lignes else None

    @property
    def fin(self) -> str | None:
        return self.curseur(self.lignes[-1]) if self.lignes else None


class Arete(NamedTuple):
    curseur: str
    ligne: Any


def aretes(page: Page[Any]) -> list[Arete]:
    return [Arete(page.curseur(ligne), ligne) for ligne in page.lignes]


async def total(_: Request, page: Page[Any]) -> int:
    return await page.compte.nombre()


def decouper(lues: Sequence[R], demande: Demande, ordre: str, compte: Compte) -> Page[R]:
    """The page of rows read in the order of `demande`, of which one more than asked was read: that
    one only tells that there are others."""
    lignes, reste = lues[: demande.taille], len(lues) > demande.taille
    if demande.renverse:
        return Page(
            lignes[::-1],
            precedente=reste or demande.apres is not None,
            suivante=demande.avant is not None,
            ordre=ordre,
            compte=compte,
        )
    return Page(
        lignes,
        precedente=demande.apres is not None,
        suivante=reste or (demande.descendant and demande.avant is not None),
        ordre=ordre,
        compte=compte,
    )
