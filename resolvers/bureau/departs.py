"""Where the reading of a page starts from: few dossiers that are looked at one by one, rather than a whole
tab that is sorted for a hundred of them.

A tab that has few dossiers gives them all. Of a long one, the first that its order has are enough most often,
and are known to have been by the page's being full: what begins an order is found by an index.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    any_,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from domain.dossiers.champs import Champ
from domain.dossiers.models import Dossier
from resolvers.bureau.sources_des_champs import SOURCES, est_la_racine
from resolvers.bureau.tri import (
    DU_TRI,
    LONGUEUR,
    Ordre,
    au_dela,
    joindre,
    numero_du_curseur,
    ordonner,
)
from resolvers.bureau.vues import REPONSE, Vue, de_l_onglet, une_passe
from resolvers.statements import AnySelect, NombreRow, Statement

# A tab is short up to here: its dossiers are looked at one by one in some tens of milliseconds.
COURT = 2_000

# How many of the first dossiers of an order are looked at: a few, then more if they were not enough.
FENETRES = (1_000, 3_000, 8_000)

IMPORTANCE = "dossier_notifications/importance"


class Lecture(NamedTuple):
    """After a place whose keys without a value are `nulles`, or from the first one; forwards or backwards."""

    nulles: tuple[bool, ...] | None
    renverse: bool


@lru_cache(maxsize=512)
def longueur(vue: Vue) -> Statement[NombreRow]:
    """How many dossiers the tab has, what their own rows are asked included; counted up to COURT and one."""
    premiers = numeros(vue).limit(literal_column(str(COURT + 1))).subquery("premiers")
    requete = select(func.count().label("nombre")).select_from(premiers)
    return Statement(requete, NombreRow, kept=False)


def numeros(vue: Vue) -> AnySelect:
    """In a subquery of their own, whatever list surrounds them."""
    return de_l_onglet(select(Dossier.id), vue).correlate(None)


def parmi(choisis: Any) -> ColumnElement[bool]:
    """The dossier is one of these. They are an array: the planner, which does not know how many there are,
    looks for each by its number."""
    return Dossier.id == any_(func.array(choisis.scalar_subquery()))


def est_simple(vue: Vue) -> bool:
    """Dossiers' own rows make it: indexes of the tab have them in order, and nothing else is asked."""
    return all(genre.direct for genre in vue.genres) and (
        est_par_notifications(vue.ordre) or _au_dossier(vue.ordre)
    )


def fenetres(vue: Vue, limite: int, *, renverse: bool) -> list[int]:
    """Of which lengths the beginning of the order is tried, for a page of `limite` dossiers. Badges end a list
    by notifications that is read backwards: a beginning of it would not say where they come."""
    par_notifications = est_par_notifications(vue.ordre)
    if not (
        _par_reponse(vue.ordre) or _au_dossier(vue.ordre) or (par_notifications and not renverse)
    ):
        return []
    return [fenetre for fenetre in FENETRES if limite < fenetre]


# --- the first of an order ------------------------------------------------------------------------


def est_par_notifications(ordre: Ordre) -> bool:
    return bool(ordre.cles) and ordre.cles[0].source == IMPORTANCE


def _au_dossier(ordre: Ordre) -> bool:
    return all(SOURCES[cle.source].table is None for cle in ordre.cles)


def _par_reponse(ordre: Ordre) -> bool:
    return len(ordre.cles) == 1 and ordre.cles[0].source == REPONSE


def premiers(vue: Vue, lecture: Lecture, fenetre: int) -> Any:
    """The numbers of the first dossiers of the order, or of those beyond a place. All that are there come
    before all that are not."""
    if _par_reponse(vue.ordre):
        return _par_les_reponses(vue, lecture, fenetre)
    requete, valeurs = joindre(numeros(vue), vue.ordre)
    if lecture.nulles is not None:
        requete = requete.where(
            au_dela(vue.ordre, valeurs, lecture.nulles, renverse=lecture.renverse)
        )
    return borner(ordonner(requete, vue.ordre, valeurs, renverse=lecture.renverse), fenetre)


def borner(requete: AnySelect, fenetre: int) -> AnySelect:
    return requete.limit(literal_column(str(fenetre)))


def _par_les_reponses(vue: Vue, lecture: Lecture, fenetre: int) -> Any:
    """Downwards, those who did not answer come first. Upwards they are last, and left to whoever reads all."""
    [cle] = vue.ordre.cles
    descend = cle.descend ^ lecture.renverse
    sur_une_reponse = lecture.nulles is not None and not lecture.nulles[0]
    reponses = _reponses(vue, lecture, fenetre, descend=descend, apres=sur_une_reponse)
    sans_reponse = _sans_reponse(vue, lecture, fenetre, descend=descend)
    if lecture.nulles == (True,) and not descend:
        return sans_reponse
    if not descend or sur_une_reponse or vue.du_tri is not None:
        return reponses
    # An answer is looked at once all who have none were: when they are fewer than may be looked at.
    sans, avec = sans_reponse.cte("sans_reponse"), reponses.subquery("avec_reponse")
    combien = select(func.count()).select_from(sans).scalar_subquery()
    suivent = select(avec.c.id).where(combien < literal_column(str(fenetre)))
    return union_all(select(sans.c.id), suivent)


def _reponses(vue: Vue, lecture: Lecture, fenetre: int, *, descend: bool, apres: bool) -> AnySelect:
    """A step in the index of answers: of this field whatever its démarche, as clones share them. What filters
    them is asked at once, so that a list that begins at a date is read from there."""
    champ = aliased(Champ)
    debut = func.left(champ.value, LONGUEUR)
    requete = select(champ.dossier_id.label("id")).where(*_repond(champ))
    if vue.du_tri is not None:
        requete = requete.where(une_passe(vue.genres[vue.du_tri], vue.du_tri, champ.value))
    if apres:
        ici = tuple_(debut, champ.dossier_id)
        la = tuple_(DU_TRI("place_0", Text), numero_du_curseur())
        requete = requete.where(ici < la if descend else ici > la)
    cles = (debut, champ.dossier_id)
    return borner(requete.order_by(*(c.desc() if descend else c for c in cles)), fenetre)


def _sans_reponse(vue: Vue, lecture: Lecture, fenetre: int, *, descend: bool) -> AnySelect:
    champ = aliased(Champ)
    repondu = select(champ.id).where(champ.dossier_id == Dossier.id, *_repond(champ))
    requete = numeros(vue).where(~repondu.correlate(Dossier).exists())
    if lecture.nulles == (True,):
        la = numero_du_curseur()
        requete = requete.where(Dossier.id < la if descend else Dossier.id > la)
    return borner(requete.order_by(Dossier.id.desc() if descend else Dossier.id), fenetre)


def _repond(champ: Any) -> tuple[ColumnElement[bool], ...]:
    """The words of a partial index."""
    return (*est_la_racine(champ, DU_TRI("champ", BigInteger)), champ.value.is_not(None))
