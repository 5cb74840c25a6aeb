"""The statements of a list: a page of it, how many it holds, how rare its filters are.

A statement depends only on which filters are given, never on their values; its plan does, and is
made at each run. A page is read from an
index in the order of the list, and stops when it is full. What an index of `dossiers` does not know
is asked of rows one by one, unless few dossiers pass: the page then starts from those (ADR 0016).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    any_,
    bindparam,
    func,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)

from domain.dossiers.models import Dossier
from resolvers.criteres import Genre
from resolvers.ensembles import FORMES
from resolvers.pages import Lecture
from resolvers.questions import (
    BRANCHES,
    PAR_DEPOT,
    PAR_MODIFICATION,
    PAR_TRAITEMENT,
    Liste,
    NumeroRow,
    Question,
    instant_donne,
)
from resolvers.statements import AnySelect, NombreRow, Statement

# A set is small up to here: starting from it costs less than reading the list until the page is full.
PETIT = 2_000

# How many rows of the list are asked one by one, before all of them are read together.
FENETRE = 10_000


def _place(liste: Liste, lecture: Lecture) -> list[ColumnElement[bool]]:
    if lecture.borne is None:
        return []
    place = tuple_(liste.colonne, liste.modele.id)
    curseur = tuple_(instant_donne("curseur_le"), bindparam("curseur_id", None, type_=BigInteger))
    return [place < curseur if lecture.borne == "<" else place > curseur]


def _ordonner(requete: AnySelect, colonnes: Sequence[Any], lecture: Lecture) -> AnySelect:
    return requete.order_by(*(c.desc() if lecture.du_plus_recent else c for c in colonnes))


LIMITE = bindparam("limite", None, type_=BigInteger)


@lru_cache(maxsize=512)
def page(question: Question, lecture: Lecture) -> Statement[Any]:
    """A page that filters on the row alone make: an index has its rows, one after the other."""
    if question.branches:
        return _des_numeros(lecture, _par_branches(question, lecture))
    liste = question.liste
    requete = liste.selection().where(
        *question.visibles(), *question.filtrees(question.filtres), *_place(liste, lecture)
    )
    requete = _ordonner(requete, (liste.colonne, liste.modele.id), lecture).limit(LIMITE)
    return Statement(requete, liste.row, kept=False)


@lru_cache(maxsize=512)
def page_d_un_ensemble(question: Question, lecture: Lecture, pilote: int) -> Statement[Any]:
    """A page that starts from the set of a rare criterion. Its numbers are made an array first: the
    planner, which does not know how rare it is, can do nothing else with it."""
    ensemble = FORMES[question.genres[pilote].forme].ensemble(pilote).scalar_subquery()
    numeros = _numeros(question, lecture).where(
        *question.filtrees(question.filtres),
        Dossier.id == any_(func.array(ensemble)),
        *question.criteres(Genre.sonde, sauf=pilote),
    )
    return _des_numeros(lecture, numeros.limit(LIMITE))


@lru_cache(maxsize=512)
def page_d_une_fenetre(question: Question, lecture: Lecture) -> Statement[Any]:
    """The page, if the first FENETRE rows of the list are enough to fill it: most often they are, and
    it is known by its being full."""
    liste = question.liste
    bornes = tuple(nom for nom in question.filtres if nom in _bornes(liste))
    premiers = _numeros(question, lecture).where(*question.filtrees(bornes))
    fenetre = premiers.limit(literal_column(str(FENETRE))).subquery("fenetre")
    numeros = (
        select(Dossier.id, fenetre.c.place)
        .join(fenetre, fenetre.c.id == Dossier.id)
        .where(
            *question.filtrees([nom for nom in question.filtres if nom not in bornes]),
            *question.criteres(Genre.sonde),
        )
    )
    numeros = _ordonner(numeros, (fenetre.c.place, fenetre.c.id), lecture).limit(LIMITE)
    return _des_numeros(lecture, numeros)


@lru_cache(maxsize=512)
def page_de_tous(question: Question, lecture: Lecture) -> Statement[Any]:
    """The page, whatever it costs: all that pass are found, then sorted. `OFFSET 0` hides from the
    planner that few are wanted, which makes it hope for a frequency that it cannot know."""
    tous = (
        _numeros(question, None)
        .where(
            *question.filtrees(question.filtres),
            *_place(question.liste, lecture),
            *question.criteres(Genre.existence),
        )
        .offset(literal_column("0"))
        .subquery("tous")
    )
    numeros = _ordonner(select(tous.c.id, tous.c.place), (tous.c.place, tous.c.id), lecture)
    return _des_numeros(lecture, numeros.limit(LIMITE))


def _bornes(liste: Liste) -> set[str]:
    """Filters that shorten the reading of the list's index, instead of being asked of its rows."""
    dates = {PAR_DEPOT: "created", PAR_MODIFICATION: "updated", PAR_TRAITEMENT: "processed"}
    date = dates[liste]
    return {f"{date}_since", f"{date}_until", *(("state",) if liste == PAR_DEPOT else ())}


def _numeros(question: Question, lecture: Lecture | None) -> AnySelect:
    """The numbers of the list’s dossiers and their places, in its order if one is given."""
    liste = question.liste
    numeros = select(Dossier.id, liste.colonne.label("place")).where(*question.visibles())
    if lecture is None:
        return numeros
    return _ordonner(numeros.where(*_place(liste, lecture)), (liste.colonne, Dossier.id), lecture)


def _des_numeros(lecture: Lecture, numeros: AnySelect) -> Statement[NumeroRow]:
    """These numbers, in the order of the list: what a row shows is only read for those of the page."""
    choisis = numeros.subquery("page")
    requete = _ordonner(select(choisis.c.id), (choisis.c.place, choisis.c.id), lecture)
    return Statement(requete, NumeroRow, kept=False)


def _par_branches(question: Question, lecture: Lecture) -> AnySelect:
    branches = question.branches
    tables = [_chaque(nom) for nom in branches]
    une = _numeros(question, lecture).where(
        *question.filtrees([nom for nom in question.filtres if nom not in branches]),
        *(
            BRANCHES[nom].colonne == table.c.valeur
            for nom, table in zip(branches, tables, strict=True)
        ),
    )
    lues = une.limit(LIMITE).lateral("lues")
    depart = tables[0]
    for table in (*tables[1:], lues):
        depart = depart.join(table, true())
    fusion = select(lues.c.id, lues.c.place).select_from(depart)
    return _ordonner(fusion, (lues.c.place, lues.c.id), lecture).limit(LIMITE)


def _chaque(nom: str) -> Any:
    valeurs = func.unnest(bindparam(nom, None, type_=ARRAY(BRANCHES[nom].type_)))
    return valeurs.table_valued("valeur", name=f"chaque_{nom}").render_derived()


@lru_cache(maxsize=512)
def denombrement(question: Question) -> Statement[NombreRow]:
    """How many the list holds, of what the caller sees: its index alone, when nothing else is asked."""
    requete = (
        select(func.count().label("nombre"))
        .select_from(question.liste.modele)
        .where(
            *question.visibles(),
            *question.filtrees(question.filtres),
            *question.criteres(Genre.existence),
        )
    )
    return Statement(requete, NombreRow, kept=False)


class RareteRow(NamedTuple):
    """How many dossiers a criterion's set has, up to PETIT and one more."""

    rang: int
    combien: int


@lru_cache(maxsize=512)
def raretes(genres: tuple[Genre, ...]) -> Statement[RareteRow] | None:
    """How rare each criterion that an index finds is, whatever the démarche; None when none does."""
    sondes = [
        select(
            literal_column(str(rang)).label("rang"),
            select(func.count())
            .select_from(FORMES[genre.forme].premiers(rang, PETIT + 1).subquery())
            .scalar_subquery()
            .label("combien"),
        )
        for rang, genre in enumerate(genres)
        if genre.indexe
    ]
    if not sondes:
        return None
    toutes = union_all(*sondes).subquery("toutes")
    return Statement(select(toutes.c.rang, toutes.c.combien), RareteRow, kept=False)
