"""What a list is: its tab, what is asked of its dossiers, its order; and the conditions that these make.

A statement depends on which questions are asked, never on their values.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, false, func, not_, or_

from domain.dossiers.models import Dossier
from domain.presentations.onglets import Onglet
from resolvers.bureau.atomes import Critere
from resolvers.bureau.onglets import dossiers_de_l_onglet
from resolvers.bureau.questions import QUESTIONS
from resolvers.bureau.sources import Rang
from resolvers.bureau.sources_des_champs import SOURCES
from resolvers.bureau.tri import Ordre
from resolvers.statements import AnySelect

REPONSE = "champ:value"


class Demandee(NamedTuple):
    """One question of a criterion, without its values."""

    question: str
    inverse: bool


class Genre(NamedTuple):
    """A criterion, without its values."""

    source: str
    demandees: tuple[Demandee, ...]

    @property
    def direct(self) -> bool:
        """It looks at the dossier's own row."""
        return SOURCES[self.source].table is None

    @property
    def inverse(self) -> bool:
        """It is also true of dossiers that have no value."""
        return any(demandee.inverse for demandee in self.demandees)


class Vue(NamedTuple):
    """What a list is, whatever the values that are looked for. `du_tri` is the rank of the criterion that looks
    at the answer which the list is sorted by, if one does: what passes has that answer."""

    onglet: Onglet
    avec_archives: bool
    genres: tuple[Genre, ...]
    ordre: Ordre
    du_tri: int | None = None


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


def rang_du_tri(
    genres: Sequence[Genre], valeurs: Mapping[str, Any], champ: int | None
) -> int | None:
    """Where the answer that the list is sorted by is filtered on too."""
    for rang, genre in enumerate(genres):
        if genre.source == REPONSE and valeurs[f"champ_{rang}"] == champ and not genre.inverse:
            return rang
    return None


# --- conditions -----------------------------------------------------------------------------------


def de_l_onglet(requete: AnySelect, vue: Vue) -> AnySelect:
    """The tab's dossiers that pass what their own rows are asked: indexes of the tab know them."""
    requete = requete.where(*dossiers_de_l_onglet(vue.onglet, avec_archives=vue.avec_archives))
    for rang, genre in enumerate(vue.genres):
        if genre.direct:
            requete = _un_a_un(requete, genre, rang)
    return requete


def filtree(requete: AnySelect, vue: Vue, *, en_masse: bool) -> AnySelect:
    """All the dossiers of the list. `en_masse` when there may be many: what passes a filter on answers is
    then found first, and each dossier looked for in it; otherwise each dossier is asked for its answer."""
    requete = de_l_onglet(requete, vue)
    for rang, genre in enumerate(vue.genres):
        if genre.direct:
            continue
        filtrer = _par_ensemble if en_masse and _est_un_ensemble(genre) else _un_a_un
        requete = filtrer(requete, genre, rang)
    return requete


def _un_a_un(requete: AnySelect, genre: Genre, rang: int) -> AnySelect:
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


def _est_un_ensemble(genre: Genre) -> bool:
    """Dossiers that have no answer are in no set of answers."""
    return SOURCES[genre.source].parmi is not None and not genre.inverse


def _par_ensemble(requete: AnySelect, genre: Genre, rang: int) -> AnySelect:
    """`IS TRUE` keeps the planner from making a join of it, whose size it guesses a hundred times too small."""
    trouves = SOURCES[genre.source].ensemble(
        Rang(str(rang)), lambda valeur: une_passe(genre, rang, valeur)
    )
    return requete.where(Dossier.id.in_(trouves).is_(True))


def une_passe(genre: Genre, rang: int, valeur: Any) -> ColumnElement[bool]:
    return or_(*(question(valeur) for question in _questions(genre, rang)))


def _questions(genre: Genre, rang: int) -> list[Callable[[Any], ColumnElement[bool]]]:
    return [
        partial(_poser, demandee.question, Rang(f"{rang}_{numero}"))
        for numero, demandee in enumerate(genre.demandees)
    ]


def _poser(question: str, rang: Rang, valeur: Any) -> ColumnElement[bool]:
    return QUESTIONS[question](valeur, rang)
