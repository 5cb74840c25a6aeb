"""Who presses at the same time: one decision, one mail, and fifteen people told who was first."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.chaos.courses import (
    COUREURS,
    EFFETS,
    courir,
    decider_ou_noter,
    mal_courus,
    presser_au_choix,
)
from tests.chaos.monde import ADecider, peupler
from tests.serving import Serveur

DOSSIERS = 30
Course = tuple[str, ADecider]


@pytest.fixture
def course(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]], tmp_path: Path
) -> Iterator[Course]:
    with nouveau_serveur() as serveur:
        monde = peupler(serveur.settings, tmp_path, dossiers=DOSSIERS, instructeurs=COUREURS)
        yield serveur.url, monde


def test_of_sixteen_who_decide_together_one_wins_and_the_others_are_told(course: Course) -> None:
    url, monde = course
    assert mal_courus(monde, courir(url, monde, presser_au_choix)) == []


def test_a_decision_and_what_is_written_beside_it_do_not_spoil_each_other(course: Course) -> None:
    """Fifteen write in one annotation while another decides: the decision is taken once, each who
    was told that he wrote did, and what the journal shows of the decision is what was then there."""
    url, monde = course
    monde = replace(monde, dossiers=monde.dossiers[:10])
    with psycopg.connect(monde.database_url) as connexion:
        avant = _par_dossier(connexion, NOTES)
    arrivees = courir(url, monde, decider_ou_noter)

    for dossier, arrivee in arrivees.items():
        assert [recu["errors"] for recu in arrivee.values()] == [None] * COUREURS, dossier
    with psycopg.connect(monde.database_url) as connexion:
        for requete in EFFETS.values():
            decides = connexion.execute(f"{requete} ORDER BY 1").fetchall()
            assert [dossier for (dossier,) in decides] == monde.dossiers
        notes, photos = _par_dossier(connexion, NOTES), _par_dossier(connexion, PHOTOS)
        etats = connexion.execute("SELECT DISTINCT state FROM dossiers WHERE id <= 10").fetchall()
    assert etats == [("accepte",)]
    for dossier, arrivee in arrivees.items():
        ecrits = {f"Noté par {email}" for email, recu in arrivee.items() if "annotations" in recu}
        assert len(ecrits) == COUREURS - 1
        assert notes[dossier] in ecrits
        assert photos[dossier] in {*ecrits, avant.get(dossier)}


NOTES = "SELECT dossier_id, value FROM champs WHERE stable_id = 9 AND retire_le IS NULL"
PHOTOS = """
SELECT dossier_id, jsonb_path_query_first(
         contenu, '$.sujet.reponses[*] ? (@.stable_id == 9).value') #>> '{}'
FROM journal WHERE operation = 'accepter'
"""


def _par_dossier(connexion: psycopg.Connection, requete: str) -> dict[int, str]:
    lues: list[tuple[int, str]] = connexion.execute(requete).fetchall()
    return dict(lues)
