"""The statements of a list of dossiers: a page of it, how many it holds, the place of one in it.

A statement depends on which questions are asked, never on their values; it is planned at each run, for
the values that it is given, so that a rare answer is found by its index and a frequent one is not. A page
is read from where little has to be read (`departs.py`).
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam, func, literal_column, select
from sqlalchemy import cast as sql_cast

from domain.dossiers.models import Dossier
from resolvers.bureau.departs import (
    Lecture,
    borner,
    est_par_notifications,
    numeros,
    parmi,
    premiers,
)
from resolvers.bureau.notifications import (
    Pagination,
    Poser,
    Suite,
    page_par_notifications,
)
from resolvers.bureau.tri import Ordre, au_dela, joindre, ordonner
from resolvers.bureau.vues import Vue, filtree
from resolvers.statements import AnySelect, NombreRow, Statement
from resolvers.visibilite import de_mes_groupes

# --- a page ---------------------------------------------------------------------------------------


class LigneRow(NamedTuple):
    """A dossier in a list; `place` is what its keys are, in text, which its cursor holds."""

    id: int
    state: str
    archive: bool
    decision_sva_svr_le: date | None
    place_0: str | None
    place_1: str | None

    @property
    def place(self) -> tuple[str | None, str | None]:
        return self.place_0, self.place_1


LIMITE = bindparam("limite", None, type_=BigInteger)
TOUT_L_ONGLET = -1


@lru_cache(maxsize=512)
def page(
    vue: Vue, nulles: tuple[bool, ...] | None, renverse: bool, depart: int | None = None
) -> Statement[LigneRow]:
    """A page after a place, whose keys without a value are `nulles`; from the first one without.

    `depart` is how many of the first dossiers of the order are looked at, all those of a short tab
    (TOUT_L_ONGLET), or None: the whole list is then read, however long.
    """
    lecture = Lecture(nulles, renverse)
    if est_par_notifications(vue.ordre):
        pagination = Pagination(vue.ordre, lecture, LIMITE)
        requete = page_par_notifications(_lignes(), pagination, _poser(vue, depart))
        return Statement(requete, LigneRow, kept=False)
    requete, valeurs = joindre(_lignes(), vue.ordre)
    requete = filtree(_avec_places(requete, valeurs), vue, en_masse=depart is None)
    if depart is not None:
        requete = requete.where(parmi(_choisis(vue, lecture, depart)))
    if nulles is not None:
        requete = requete.where(au_dela(vue.ordre, valeurs, nulles, renverse=renverse))
    requete = ordonner(requete, vue.ordre, valeurs, renverse=renverse)
    return Statement(requete.limit(LIMITE), LigneRow, kept=False)


def _choisis(vue: Vue, lecture: Lecture, depart: int) -> Any:
    if depart == TOUT_L_ONGLET:
        return numeros(vue)
    return premiers(vue, lecture, depart)


def _poser(vue: Vue, depart: int | None) -> Poser:
    """What the two halves of a list by notifications have in common: its places, its conditions, and
    among which dossiers those without a badge are looked for."""

    def poser(requete: AnySelect, valeurs: Sequence[Any], suite: Suite | None) -> AnySelect:
        requete = filtree(_avec_places(requete, valeurs), vue, en_masse=depart is None)
        if depart == TOUT_L_ONGLET:
            return requete.where(parmi(numeros(vue)))
        if depart is None or suite is None:
            return requete
        return requete.where(parmi(borner(suite(numeros(vue)), depart)))

    return poser


def _lignes() -> AnySelect:
    return select(
        Dossier.id, Dossier.state, Dossier.archive, Dossier.decision_sva_svr_le
    ).select_from(Dossier)


def _avec_places(requete: AnySelect, valeurs: Sequence[Any]) -> AnySelect:
    rien: list[ColumnElement[Any]] = [literal_column("NULL") for _ in range(2 - len(valeurs))]
    return requete.add_columns(
        *(
            sql_cast(valeur, Text).label(f"place_{rang}")
            for rang, valeur in enumerate((*valeurs, *rien))
        )
    )


@lru_cache(maxsize=512)
def denombrement(vue: Vue) -> Statement[NombreRow]:
    requete = select(func.count().label("nombre")).select_from(Dossier)
    return Statement(filtree(requete, vue, en_masse=True), NombreRow, kept=False)


@lru_cache(maxsize=64)
def place(ordre: Ordre) -> Statement[LigneRow]:
    """Where a dossier is, or would be, in this order, whether it passes the filters or does not."""
    requete, valeurs = joindre(_lignes(), ordre)
    requete = _avec_places(requete, valeurs).where(
        Dossier.id == bindparam("dossier", None, type_=BigInteger),
        Dossier.demarche_id == bindparam("demarche", None, type_=BigInteger),
        de_mes_groupes(Dossier),
        literal_column("dossiers.state <> 'brouillon'"),
    )
    return Statement(requete, LigneRow)
