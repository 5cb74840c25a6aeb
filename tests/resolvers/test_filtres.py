"""The statements of filters: three ways of reading a page, one answer; and texts taken literally."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
from domain.formulaires.types_de_champ import TypeChamp as T
from resolvers.criteres import Critere, Genre, ranger
from resolvers.ensembles import FORMES
from resolvers.filtres_de_champ import Operateur as O
from resolvers.filtres_de_champ import critere
from resolvers.instructions_de_liste import (
    denombrement,
    page_d_un_ensemble,
    page_d_une_fenetre,
    page_de_tous,
    raretes,
)
from resolvers.motifs import litteral
from resolvers.pages import Lecture
from resolvers.questions import PAR_DEPOT, PAR_MODIFICATION, Question
from resolvers.statements import Statement
from server.resources import CONNECTION, open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.resolvers.test_deux_executeurs import MONDES

Connexion = psycopg.Connection[Any]

CRITERES = [
    critere(1, T.text, O.egal, ["%"]),
    critere(1, T.text, O.contient, ["a"]),
    critere(1, T.text, O.vide, []),
    critere(3, T.integer_number, O.parmi, ["7", "12"]),
    critere(3, T.integer_number, O.inferieur, ["12"]),
    critere(3, T.integer_number, O.superieur, ["3"]),
    critere(4, T.decimal_number, O.entre, ["0", "12.25"]),
    critere(5, T.date, O.superieur, ["2026-01-01"]),
    critere(6, T.datetime, O.inferieur, ["2026-01-15T10:30"]),
    critere(8, T.checkbox, O.egal, ["false"]),
    critere(10, T.multiple_drop_down_list, O.egal, ["Rouge"]),
    critere(10, T.multiple_drop_down_list, O.rempli, []),
    critere(16, T.text, O.rempli, []),
    Critere("labels", {"labels": [1, 3]}),
    Critere("instructeur", {"instructeur": 2}),
    Critere("usager", {"usager": "ali@exemple.fr"}),
    Critere("usager", {"usager": "parti@exemple.fr"}),
]


@pytest.fixture(scope="module")
def connexion(stack: Settings) -> Iterator[Connexion]:
    """To the world of filters, whose first labels and instructeurs are numbered from 1."""
    with fresh_database(stack) as url:
        monde = MONDES / "filtres.yaml"
        scenarios.charger(monde, database_url=url, storage=open_storage(stack))
        with psycopg.connect(url, **CONNECTION) as connexion:
            yield connexion


class Numero(NamedTuple):
    dossier_id: int


def lire(connexion: Connexion, statement: Statement[Any] | None, donnes: Any) -> list[Any]:
    assert statement is not None
    return connexion.execute(statement.sql.encode(), statement.parameters(donnes)).fetchall()


def test_every_kind_of_criterion_is_tried_here() -> None:
    assert {c.forme for c in CRITERES} == set(FORMES)


@pytest.mark.parametrize("liste", [PAR_DEPOT, PAR_MODIFICATION])
@pytest.mark.parametrize("du_plus_recent", [False, True])
@pytest.mark.parametrize("rang", range(len(CRITERES)))
def test_a_page_is_the_same_however_it_is_read(
    connexion: Connexion, liste: Any, du_plus_recent: bool, rang: int
) -> None:
    criteres = [CRITERES[rang], CRITERES[(rang + 5) % len(CRITERES)]]
    genres, valeurs = ranger(criteres)
    lecture = Lecture(du_plus_recent, None)
    donnes = {
        **valeurs,
        "demarches": [850],
        "parent": 850,
        "archived": False,
        "limite": 1000,
    }
    question = Question(liste, False, ("archived",), genres)

    par_fenetre = lire(connexion, page_d_une_fenetre(question, lecture), donnes)

    assert lire(connexion, page_de_tous(question, lecture), donnes) == par_fenetre
    for pilote, genre in enumerate(genres):
        if genre.indexe:
            ensemble = page_d_un_ensemble(question, lecture, pilote)
            assert lire(connexion, ensemble, donnes) == par_fenetre
    assert lire(connexion, denombrement(question), donnes) == [(len(par_fenetre),)]


def test_only_what_an_index_finds_is_counted_beforehand(connexion: Connexion) -> None:
    genres, valeurs = ranger(CRITERES)

    combien = dict(lire(connexion, raretes(genres), valeurs))

    assert combien == {
        rang: len(lire(connexion, Statement(FORMES[genre.forme].ensemble(rang), Numero), valeurs))
        for rang, genre in enumerate(genres)
        if genre.indexe
    }
    assert raretes((Genre("contient", False), Genre("egale", True))) is None


def test_criteria_in_any_order_are_one_statement() -> None:
    aller, valeurs = ranger(CRITERES)
    retour, inverses = ranger(CRITERES[::-1])

    assert aller == retour
    assert set(valeurs) == set(inverses)


@settings(max_examples=100, deadline=None)
@given(texte=st.text("%_\\aé'\"$^*.", max_size=8), autour=st.text("%_\\ab", max_size=4))
def test_a_text_is_only_like_itself(connexion: Connexion, texte: str, autour: str) -> None:
    question = "SELECT %(dans)s LIKE %(motif)s, %(autour)s LIKE %(motif)s"
    motif = f"%{litteral(texte)}%"
    donnes = {"motif": motif, "dans": f"{autour}{texte}{autour}", "autour": autour}

    assert connexion.execute(question, donnes).fetchone() == (True, texte in autour)


@settings(max_examples=100, deadline=None)
@given(texte=st.from_regex(r"-?\d{1,8}(\.\d{1,4})?", fullmatch=True) | st.text("0123456789.-e ٣"))
def test_an_answer_is_a_number_when_it_is_written_like_one(
    connexion: Connexion, texte: str
) -> None:
    entiers, point, decimales = texte.removeprefix("-").partition(".")
    chiffres = entiers + decimales
    est_un_nombre = (
        chiffres.isascii()
        and chiffres.isdigit()
        and bool(entiers)
        and bool(decimales) is bool(point)
        and len(entiers) <= 30
        and len(decimales) <= 30
    )

    lu = connexion.execute("SELECT nombre_de(%s)", [texte]).fetchone()

    assert lu == (Decimal(texte) if est_un_nombre else None,)
