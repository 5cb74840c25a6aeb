"""The dossiers of a démarche that are gone for good, by their numbers (rules 4.17)."""

from functools import partial
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select

from domain.dossiers.models import DossierSupprime
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.bureau.pages_avant import PageAvant, entier, lire, taille
from resolvers.pages import Compte
from resolvers.request import Request
from resolvers.statements import NombreRow, Statement
from resolvers.supprimes import DossierSupprimeRow, supprimes

LISTE = "supprimes"

_de_la_demarche = DossierSupprime.demarche_id == bindparam("demarche", None, type_=BigInteger)
_PAGE = Statement(
    supprimes()
    .where(
        _de_la_demarche,
        DossierSupprime.dossier_number > bindparam("apres", None, type_=BigInteger),
    )
    .order_by(DossierSupprime.dossier_number)
    .limit(bindparam("limite", None, type_=BigInteger)),
    DossierSupprimeRow,
)
_COMBIEN = Statement(
    select(func.count().label("nombre")).select_from(DossierSupprime).where(_de_la_demarche),
    NombreRow,
)


async def dossiers_supprimes(
    request: Request,
    demarche: DemarcheDuBureauRow,
    *,
    first: int | None = None,
    after: str | None = None,
) -> PageAvant[DossierSupprimeRow]:
    """Of the whole démarche, whatever the groupes of who asks: a trace says nothing of anybody. Raises
    Refus on a cursor of another démarche."""
    liste, voulus = f"{LISTE}.{demarche.id}", taille(first)
    [apres] = lire(liste, after, entier) if after else (0,)
    parametres = {"demarche": demarche.id, "apres": apres, "limite": voulus + 1}
    lus = await request.snapshot.rows(_PAGE, parametres)
    return PageAvant(
        lus[:voulus],
        precedente=after is not None,
        suivante=len(lus) > voulus,
        liste=liste,
        place=lambda ligne: (ligne.number,),
        compte=Compte(partial(_compter, request, parametres)),
    )


async def _compter(request: Request, parametres: dict[str, Any]) -> int:
    [trouve] = await request.snapshot.rows(_COMBIEN, parametres)
    return trouve.nombre
