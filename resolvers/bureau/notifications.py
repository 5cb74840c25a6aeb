"""The page of a list whose notifications come first: the order that everybody begins with (rules 4.5.1).

Dossiers that show a badge are few, and found by it; the others are read from their tab's index in the order of
changes. Each kind is read until a page is full, then the two are put together: asked of every dossier of the
tab, « which badge? » would cost as much as the tab is long.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, literal_column, not_, or_, select, tuple_, union_all
from sqlalchemy import cast as sql_cast

from domain.dossiers.models import Dossier
from resolvers.bureau.sources import SANS_BADGE
from resolvers.bureau.sources_des_champs import SOURCES
from resolvers.bureau.tri import DU_TRI, Ordre, au_dela, joindre, numero_du_curseur
from resolvers.statements import AnySelect

IMPORTANCE = "dossier_notifications/importance"
RIEN: ColumnElement[int] = literal_column(str(SANS_BADGE))

Poser = Callable[[AnySelect, Sequence[Any]], AnySelect]


class Lecture(NamedTuple):
    """How a page is read: after a place or from the first, downwards or upwards."""

    ordre: Ordre
    nulles: tuple[bool, ...] | None
    renverse: bool
    limite: Any


def est_par_notifications(ordre: Ordre) -> bool:
    return bool(ordre.cles) and ordre.cles[0].source == IMPORTANCE


def page_par_notifications(lignes: AnySelect, lecture: Lecture, poser: Poser) -> AnySelect:
    """`lignes` selects what a row shows; `poser` adds the places and the conditions of the list."""
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


def _avec_badge(lignes: AnySelect, lecture: Lecture, poser: Poser) -> AnySelect:
    requete, (rang, le) = joindre(lignes, lecture.ordre)
    requete = poser(requete, (rang, le)).where(_un_badge())
    if lecture.nulles is not None:
        requete = requete.where(
            au_dela(lecture.ordre, (rang, le), lecture.nulles, renverse=lecture.renverse)
        )
    requete = requete.add_columns(rang.label("rang"), le.label("le"))
    return _ordonner(requete, rang, le, Dossier.id, lecture).limit(lecture.limite)


def _sans_badge(lignes: AnySelect, lecture: Lecture, poser: Poser) -> AnySelect:
    le = Dossier.modifie_le
    requete = poser(lignes, (RIEN, le)).where(not_(_un_badge()))
    if lecture.nulles is not None:
        requete = requete.where(_au_dela_sans_badge(lecture))
    requete = requete.add_columns(RIEN.label("rang"), le.label("le"))
    par_le = (le, Dossier.id) if lecture.renverse else (le.desc(), Dossier.id.desc())
    return requete.order_by(*par_le).limit(lecture.limite)


def _au_dela_sans_badge(lecture: Lecture) -> ColumnElement[bool]:
    """All of them, after a place among those that have a badge; read upwards, none of them."""
    importance, changement = lecture.ordre.cles
    rang = sql_cast(DU_TRI("place_0"), importance.type.sql)
    ici = tuple_(Dossier.modifie_le, Dossier.id)
    la = tuple_(sql_cast(DU_TRI("place_1"), changement.type.sql), numero_du_curseur())
    if lecture.renverse:
        return or_(rang > RIEN, and_(rang == RIEN, ici > la))
    return or_(rang < RIEN, and_(rang == RIEN, ici < la))


def _ordonner(requete: AnySelect, rang: Any, le: Any, id: Any, lecture: Lecture) -> AnySelect:
    """By importance, the most important first; then the last changed first; or all of it upside down."""
    if lecture.renverse:
        return requete.order_by(rang.desc(), le, id)
    return requete.order_by(rang, le.desc(), id.desc())
