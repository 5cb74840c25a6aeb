"""The order of a list, and the places in it: keys, which way each goes, and what comes beyond a place.

A key that may be null has its nulls last when it goes up, first when it goes down (rules 4.6.5), as
PostgreSQL orders them: a list read backwards is the list upside down, whatever it is sorted by. The
dossier's number ends every order, so that no two dossiers are at one place.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Text,
    and_,
    false,
    func,
    literal_column,
    or_,
    tuple_,
)
from sqlalchemy import cast as sql_cast

from domain.colonnes.colonne import Colonne, Genre
from domain.colonnes.dossier import NOTIFICATIONS, NUMERO
from domain.dossiers.models import Dossier
from domain.identifiants import numero
from domain.presentations.reglages import Sens, Tri
from domain.presentations.verification import jour
from resolvers.bureau.criteres_des_champs import source_du_champ
from resolvers.bureau.sources import SANS_BADGE, TRIS, Rang
from resolvers.bureau.sources_des_champs import SOURCES
from resolvers.statements import AnySelect


class Type(NamedTuple):
    """What a key is in SQL, and how a place that a client gives back is read, which may raise ValueError."""

    sql: Any
    lire: Callable[[str], object]


def _booleen(texte: str) -> bool:
    if texte not in ("true", "false"):
        raise ValueError(texte)
    return texte == "true"


def _entier(texte: str) -> int:
    if (lu := numero(texte)) is None:
        raise ValueError(texte)
    return lu


INSTANT_ECRIT = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?", flags=re.ASCII
)


def _instant(texte: str) -> datetime:
    """As PostgreSQL writes one, and nothing else that Python would read."""
    if not INSTANT_ECRIT.fullmatch(texte):
        raise ValueError(texte)
    return datetime.fromisoformat(texte)


TEXTE = Type(Text, str)
ENTIER = Type(BigInteger, _entier)
INSTANT = Type(DateTime(timezone=True), _instant)
TYPES = {
    Genre.booleen: Type(Boolean, _booleen),
    Genre.date: Type(Date, jour),
    Genre.date_heure: INSTANT,
    Genre.entier: ENTIER,
}

LONGUEUR: ColumnElement[int] = literal_column(
    "64"
)  # characters of a text that sort it: those that an index keeps


class Cle(NamedTuple):
    """One key of an order: where its value is, which way it goes."""

    source: str
    type: Type
    descend: bool
    nulle: bool = True


class Ordre(NamedTuple):
    """`champ` is the stable id of the field that it looks at; it is a parameter of the statement."""

    cles: tuple[Cle, ...]
    descend: bool
    """Which way numbers go, at the end."""


def ordre(tri: Tri, colonne: Colonne) -> Ordre:
    descend = tri.sens is Sens.desc
    if colonne.id == NUMERO:
        return Ordre((), descend)
    if colonne.id == NOTIFICATIONS:
        changement = Cle("self/updated_at", INSTANT, descend, nulle=False)
        importance = Cle("dossier_notifications/importance", ENTIER, False, nulle=False)
        return Ordre((importance, changement) if descend else (changement,), descend)
    if colonne.descripteur is not None:
        return Ordre((Cle(source_du_champ(colonne), TEXTE, descend),), descend)
    source = TRIS.get(colonne.id, colonne.id)
    cle = Cle(source, TYPES.get(colonne.genre, TEXTE), descend, not SOURCES[source].toujours)
    return Ordre((cle,), descend)


# --- in a statement -------------------------------------------------------------------------------

DU_TRI = Rang("tri")


def _valeur(requete: AnySelect, cle: Cle) -> tuple[AnySelect, ColumnElement[Any]]:
    requete, valeur = SOURCES[cle.source].jointe(requete, DU_TRI)
    if cle.source == "dossier_notifications/importance":
        return requete, func.coalesce(valeur, literal_column(str(SANS_BADGE)))
    if cle.type is TEXTE:
        return requete, func.left(sql_cast(valeur, Text), LONGUEUR)
    return requete, valeur


def joindre(requete: AnySelect, voulu: Ordre) -> tuple[AnySelect, list[ColumnElement[Any]]]:
    """The list with what it is sorted by, and the values of the keys, the number left out."""
    valeurs = []
    for cle in voulu.cles:
        requete, valeur = _valeur(requete, cle)
        valeurs.append(valeur)
    return requete, valeurs


def _sens(voulu: Ordre, *, renverse: bool) -> list[bool]:
    """Whether each key goes down, the number last."""
    return [descend ^ renverse for descend in (*(c.descend for c in voulu.cles), voulu.descend)]


def ordonner(
    requete: AnySelect, voulu: Ordre, valeurs: Sequence[Any], *, renverse: bool
) -> AnySelect:
    cles = (*valeurs, Dossier.id)
    sens = _sens(voulu, renverse=renverse)
    return requete.order_by(
        *(cle.desc() if d else cle.asc() for cle, d in zip(cles, sens, strict=True))
    )


def numero_du_curseur() -> ColumnElement[int]:
    return DU_TRI("numero", BigInteger)


def au_dela(
    voulu: Ordre, valeurs: Sequence[Any], nulles: Sequence[bool], *, renverse: bool
) -> ColumnElement[bool]:
    """What comes after a place, in the way that the list is read; `nulles` are its keys without a value."""
    cles = (*valeurs, Dossier.id)
    place = [sql_cast(DU_TRI(f"place_{rang}"), cle.type.sql) for rang, cle in enumerate(voulu.cles)]
    bornes = [*place, numero_du_curseur()]
    sens = _sens(voulu, renverse=renverse)
    if len(set(sens)) == 1 and not any(cle.nulle for cle in voulu.cles):
        ici, la = tuple_(*cles), tuple_(*bornes)  # as an index reads it
        return ici < la if sens[0] else ici > la
    peut = [*(cle.nulle for cle in voulu.cles), False]
    vides = [*nulles, False]
    etapes = []
    for rang, cle in enumerate(cles):
        avant = [cles[i].is_(None) if vides[i] else cles[i] == bornes[i] for i in range(rang)]
        suite = _au_dela_d_une(cle, bornes[rang], sens[rang], peut[rang], vides[rang])
        etapes.append(and_(*avant, suite))
    return or_(*etapes)


def _au_dela_d_une(
    cle: Any, borne: Any, descend: bool, peut_etre_nulle: bool, vide: bool
) -> ColumnElement[bool]:
    """Nothing is greater than a null."""
    if vide:
        return cle.is_not(None) if descend else false()
    if descend:
        return cle < borne  # type: ignore[no-any-return]
    return or_(cle > borne, cle.is_(None)) if peut_etre_nulle else cle > borne
