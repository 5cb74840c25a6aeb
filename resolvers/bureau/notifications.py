"""The page of a list whose notifications come first: the order that everybody begins with (rules 4.5.1).

Dossiers that show a badge are few, and found by it, whatever the tab; the others are read from their tab's index in
the order of changes. Each kind is read until a page is full, then the two are put together: asked of every dossier of the
tab, « which badge? » would cost as much as the tab is long.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    bindparam,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy import cast as sql_cast

from domain.badges.models import Badge
from domain.dossiers.models import Dossier
from resolvers.bureau.departs import IMPORTANCE, Lecture, parmi
from resolvers.bureau.sources import SANS_BADGE
from resolvers.bureau.sources_des_champs import SOURCES
from resolvers.bureau.tri import DU_TRI, Ordre, au_dela, joindre, numero_du_curseur
from resolvers.statements import AnySelect

RIEN: ColumnElement[int] = literal_column(str(SANS_BADGE))

Suite = Callable[[AnySelect], AnySelect]
Poser = Callable[[AnySelect, Sequence[Any], Suite | None], AnySelect]


class Pagination(NamedTuple):
    """How a page is read: in which order, after which place, how many."""

    ordre: Ordre
    lecture: Lecture
    limite: Any

    @property
    def suit(self) -> bool:
        return self.lecture.nulles is not None

    @property
    def renverse(self) -> bool:
        return self.lecture.renverse


def page_par_notifications(lignes: AnySelect, lecture: Pagination, poser: Poser) -> AnySelect:
    """`lignes` selects what a row shows; `poser` adds the places and the conditions of the list, and may
    look among the first dossiers that `suite` makes of it, rather than among all."""
    branches = [
        _avec_badge(lignes, lecture, poser).subquery("avec_badge"),
        _sans_badge(lignes, lecture, poser).subquery("sans_badge"),
    ]
    toutes = union_all(*(select(branche) for branche in branches)).subquery("toutes")
    montrees = [c for c in toutes.c if c.key not in ("rang", "le")]
    ordonnees = _ordonner(select(*montrees), toutes.c.rang, toutes.c.le, toutes.c.id, lecture)
    return ordonnees.limit(lecture.limite)


def _un_badge() -> ColumnElement[bool]:
    return SOURCES[IMPORTANCE].existe(DU_TRI, lambda rang: rang.is_not(None))


def _avec_badge(lignes: AnySelect, lecture: Pagination, poser: Poser) -> AnySelect:
    requete, (rang, le) = joindre(lignes, lecture.ordre)
    requete = poser(requete, (rang, le), None).where(parmi(_mes_badges()), _un_badge())
    if lecture.lecture.nulles is not None:
        apres = au_dela(
            lecture.ordre, (rang, le), lecture.lecture.nulles, renverse=lecture.renverse
        )
        requete = requete.where(apres)
    requete = requete.add_columns(rang.label("rang"), le.label("le"))
    return _ordonner(requete, rang, le, Dossier.id, lecture).limit(lecture.limite)


def _mes_badges() -> AnySelect:
    mien = Badge.instructeur_id == bindparam("mon_instructeur", None, type_=BigInteger)
    return select(Badge.dossier_id).where(mien).correlate(None)


def _sans_badge(lignes: AnySelect, lecture: Pagination, poser: Poser) -> AnySelect:
    le = Dossier.modifie_le

    def suite(requete: AnySelect) -> AnySelect:
        requete = requete.where(not_(_un_badge()))
        if lecture.suit:
            requete = requete.where(_au_dela_sans_badge(lecture))
        return requete.order_by(
            *((le, Dossier.id) if lecture.renverse else (le.desc(), Dossier.id.desc()))
        )

    requete = suite(poser(lignes, (RIEN, le), suite))
    return requete.add_columns(RIEN.label("rang"), le.label("le")).limit(lecture.limite)


def _au_dela_sans_badge(lecture: Pagination) -> ColumnElement[bool]:
    """All of them, after a place among those that have a badge; read upwards, none of them."""
    importance, changement = lecture.ordre.cles
    rang = sql_cast(DU_TRI("place_0"), importance.type.sql)
    ici = tuple_(Dossier.modifie_le, Dossier.id)
    la = tuple_(sql_cast(DU_TRI("place_1"), changement.type.sql), numero_du_curseur())
    if lecture.renverse:
        return or_(rang > RIEN, and_(rang == RIEN, ici > la))
    return or_(rang < RIEN, and_(rang == RIEN, ici < la))


def _ordonner(requete: AnySelect, rang: Any, le: Any, id: Any, lecture: Pagination) -> AnySelect:
    """By importance, the most important first; then the last changed first; or all of it upside down."""
    if lecture.renverse:
        return requete.order_by(rang.desc(), le, id)
    return requete.order_by(rang, le.desc(), id.desc())
