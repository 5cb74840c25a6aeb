"""The démarches that a caller may see, oldest first: nobody's list is empty."""

from functools import lru_cache, partial
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Text, bindparam, func, select, tuple_
from sqlalchemy import cast as sql_cast

from domain.demarches.models import Demarche
from resolvers import pages
from resolvers.demarches import DemarcheRow, demarches
from resolvers.pages import Compte, Lecture, Page
from resolvers.request import Request
from resolvers.statements import NombreRow, Statement
from resolvers.visibilite import demarche_accessible

ORDRE = (Demarche.cree_le, Demarche.id)


def _conditions(par_etat: bool) -> list[ColumnElement[bool]]:
    conditions = [demarche_accessible(), Demarche.supprimee_le.is_(None)]
    if par_etat:
        conditions.append(Demarche.etat == bindparam("etat", None, type_=Text))
    return conditions


@lru_cache(maxsize=16)
def _page(par_etat: bool, lecture: Lecture) -> Statement[DemarcheRow]:
    """A few démarches, found by their numbers and then sorted: there is no index to walk."""
    requete = demarches().where(*_conditions(par_etat))
    if lecture.borne is not None:
        curseur = tuple_(
            sql_cast(bindparam("curseur_le", None), DateTime(timezone=True)),
            bindparam("curseur_id", None, type_=BigInteger),
        )
        place = tuple_(*ORDRE)
        requete = requete.where(place < curseur if lecture.borne == "<" else place > curseur)
    ordre = [colonne.desc() for colonne in ORDRE] if lecture.du_plus_recent else ORDRE
    limite = bindparam("limite", None, type_=BigInteger)
    return Statement(requete.order_by(*ordre).limit(limite), DemarcheRow)


@lru_cache(maxsize=2)
def _denombrement(par_etat: bool) -> Statement[NombreRow]:
    requete = select(func.count().label("nombre")).select_from(Demarche)
    return Statement(requete.where(*_conditions(par_etat)), NombreRow)


async def demarches_visibles(
    request: Request, _: object, *, state: str | None = None, **page: Any
) -> Page[DemarcheRow]:
    demande = pages.demande(**page)
    parametres = {**request.viewer.parameters, "etat": state}
    par_etat = state is not None
    lues = await request.snapshot.rows(
        _page(par_etat, demande.lecture), {**parametres, **demande.parametres}
    )
    compte = Compte(partial(_compter, request, par_etat, parametres))
    return pages.decouper(lues, demande, "cree_le", compte)


async def _compter(request: Request, par_etat: bool, parametres: dict[str, Any]) -> int:
    [trouve] = await request.snapshot.rows(_denombrement(par_etat), parametres)
    return trouve.nombre
