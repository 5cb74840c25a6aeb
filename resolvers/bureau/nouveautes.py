"""What is new in Guichet, five days of it at a time (rules 4.18)."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select

from domain.nouveautes.models import NouveautesVues
from domain.nouveautes.notes import Note, notes
from resolvers.bureau.pages_avant import PageAvant, lire, taille
from resolvers.pages import Compte
from resolvers.request import Request
from resolvers.statements import Statement

PAR_PAGE = 5


class VueRow(NamedTuple):
    jusqu_au: date


class JourDeNouveautes(NamedTuple):
    le: date
    notes: list[Note]


_VUE = Statement(
    select(NouveautesVues.jusqu_au).where(
        NouveautesVues.compte_id == bindparam("compte", None, type_=BigInteger)
    ),
    VueRow,
)


async def nouveautes(
    request: Request,
    _: object,
    *,
    categorie: str | None = None,
    first: int | None = None,
    after: str | None = None,
) -> PageAvant[JourDeNouveautes]:
    """The newest day first. Raises Refus on a cursor of another category."""
    liste, voulus = f"nouveautes.{categorie or 'toutes'}", taille(first, PAR_PAGE)
    jours = _jours(categorie)
    [apres] = lire(liste, after, date.fromisoformat) if after else (date.max,)
    suite = [jour for jour in jours if jour.le < apres]
    return PageAvant(
        suite[:voulus],
        precedente=after is not None,
        suivante=len(suite) > voulus,
        liste=liste,
        place=lambda jour: (jour.le,),
        compte=Compte(lambda: _nombre(len(jours))),
    )


async def _nombre(nombre: int) -> int:
    return nombre


def _jours(categorie: str | None) -> list[JourDeNouveautes]:
    voulues = [note for note in notes() if categorie is None or categorie in note.categories]
    return [JourDeNouveautes(le, list(du_jour)) for le, du_jour in groupby(voulues, lambda n: n.le)]


async def a_voir(request: Request, _: object) -> bool:
    """Whether some of an instructeur’s are newer than what he has read."""
    siennes = _jours("instructeur")
    vues = await request.snapshot.rows(_VUE, {"compte": request.viewer.compte_id})
    return bool(siennes) and (not vues or vues[0].jusqu_au < siennes[0].le)
