"""The statements of a list of dossiers: a page of it, how many it holds, the place of one in it.

A statement depends on which questions are asked, never on their values; it is planned at each run, for
the values that it is given, so that a rare answer is found by its index and a frequent one is not.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    bindparam,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy import cast as sql_cast

from domain.dossiers.models import Dossier
from domain.presentations.onglets import Onglet
from resolvers.bureau.atomes import Critere
from resolvers.bureau.notifications import (
    Lecture,
    est_par_notifications,
    page_par_notifications,
)
from resolvers.bureau.onglets import dossiers_de_l_onglet
from resolvers.bureau.questions import QUESTIONS
from resolvers.bureau.sources import Rang
from resolvers.bureau.sources_des_champs import SOURCES
from resolvers.bureau.tri import Ordre, au_dela, joindre, ordonner
from resolvers.statements import AnySelect, NombreRow, Statement
from resolvers.visibilite import de_mes_groupes


class Demandee(NamedTuple):
    """One question of a criterion, without its values."""

    question: str
    inverse: bool


class Genre(NamedTuple):
    """A criterion, without its values."""

    source: str
    demandees: tuple[Demandee, ...]


class Vue(NamedTuple):
    """What a list is, whatever the values that are looked for."""

    onglet: Onglet
    avec_archives: bool
    genres: tuple[Genre, ...]
    ordre: Ordre


def ranger(criteres: Sequence[Critere]) -> tuple[tuple[Genre, ...], dict[str, Any]]:
    """The criteria without their values, and the values, each named by its rank."""
    ranges = sorted(criteres, key=lambda c: (c.source, [(a.question, a.inverse) for a in c.atomes]))
    valeurs: dict[str, Any] = {}
    for rang, critere in enumerate(ranges):
        valeurs[f"champ_{rang}"] = critere.champ
        for numero, atome in enumerate(critere.atomes):
            for nom, valeur in atome.donnees.items():
                valeurs[f"{nom}_{rang}_{numero}"] = valeur
    genres = tuple(
        Genre(c.source, tuple(Demandee(a.question, a.inverse) for a in c.atomes)) for c in ranges
    )
    return genres, valeurs


def _filtrer(requete: AnySelect, genre: Genre, rang: int) -> AnySelect:
    """The list, of which only what passes one of these questions is left."""
    source, lien = SOURCES[genre.source], Rang(str(rang))
    if source.plusieurs:
        passe = [source.existe(lien, question) for question in _questions(genre, rang)]
    else:
        requete, valeur = source.jointe(requete, lien)
        passe = [
            func.coalesce(question(valeur), false()) if demandee.inverse else question(valeur)
            for demandee, question in zip(genre.demandees, _questions(genre, rang), strict=True)
        ]
    voulues = [
        not_(condition) if demandee.inverse else condition
        for demandee, condition in zip(genre.demandees, passe, strict=True)
    ]
    return requete.where(or_(*voulues))


def _questions(genre: Genre, rang: int) -> list[Callable[[Any], ColumnElement[bool]]]:
    return [
        partial(_poser, demandee.question, Rang(f"{rang}_{numero}"))
        for numero, demandee in enumerate(genre.demandees)
    ]


def _poser(question: str, rang: Rang, valeur: Any) -> ColumnElement[bool]:
    return QUESTIONS[question](valeur, rang)


def _filtree(requete: AnySelect, vue: Vue) -> AnySelect:
    requete = requete.where(*dossiers_de_l_onglet(vue.onglet, avec_archives=vue.avec_archives))
    for rang, genre in enumerate(vue.genres):
        requete = _filtrer(requete, genre, rang)
    return requete


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


@lru_cache(maxsize=512)
def page(vue: Vue, nulles: tuple[bool, ...] | None, renverse: bool) -> Statement[LigneRow]:
    """A page after a place, whose keys without a value are `nulles`; from the first one without."""
    if est_par_notifications(vue.ordre):
        lecture = Lecture(vue.ordre, nulles, renverse, LIMITE)
        requete = page_par_notifications(
            _lignes(), lecture, lambda lue, valeurs: _filtree(_avec_places(lue, valeurs), vue)
        )
        return Statement(requete, LigneRow, kept=False)
    requete, valeurs = joindre(_lignes(), vue.ordre)
    requete = _filtree(_avec_places(requete, valeurs), vue)
    if nulles is not None:
        requete = requete.where(au_dela(vue.ordre, valeurs, nulles, renverse=renverse))
    requete = ordonner(requete, vue.ordre, valeurs, renverse=renverse)
    return Statement(requete.limit(LIMITE), LigneRow, kept=False)


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
    return Statement(_filtree(requete, vue), NombreRow, kept=False)


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
