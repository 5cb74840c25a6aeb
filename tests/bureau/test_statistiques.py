"""The five figures of a démarche, for who instructs it (rules 4.14). The formulas at known instants are in
tests/server/test_public_statistiques.py: here they are asked by a person, of this moment."""

from datetime import date

import pytest
from sqlalchemy import create_engine, func, make_url, select
from sqlalchemy.orm import Session

from domain.statistiques.calcul import calculer
from tests.bureau.accueil import IGOR, INES, cout
from tests.bureau.bureau import Bureau

MONDE = "accueil"
JOUR = 86_400

CHIFFRES = """query ($n: Int!) { moi { instructeur { demarche(number: $n) { statistiques {
  entonnoir { tous deposes instruits traites }
  decisions { acceptes refuses sansSuite }
  delaisUsuels
  delaisParMois { mois libelle jours }
  parSemaine { state lundi libelle nombre }
} } } } }"""

# Decided yesterday, after so many days.
DECIDER = """
WITH duree AS (SELECT %s * interval '1 day' AS d),
pose AS (
  INSERT INTO dossiers (demarche_id, revision_id, groupe_instructeur_id, state, depose_le,
    en_construction_le, en_instruction_le, traite_le)
  SELECT 750, (SELECT max(id) FROM revisions WHERE demarche_id = 750 AND publiee_le IS NOT NULL),
    (SELECT id FROM groupes_instructeurs WHERE demarche_id = 750), %s,
    hier - d, hier - d, hier - d, hier
  FROM duree, (SELECT now() - interval '1 day' AS hier) AS veille
  RETURNING id, state, traite_le
)
INSERT INTO traitements (dossier_id, state, traite_le) SELECT id, state, traite_le FROM pose
"""


def test_the_figures_are_those_of_the_whole_demarche(bureau: Bureau) -> None:
    """700: two drafts in sight of their owners, and one whose groupe is not chosen; of the seven deposited
    six can be seen; two decided ones are gone for good, and count (4.14.4, 4.14.5)."""
    ines = bureau.lire(INES, CHIFFRES, n=700)["moi"]["instructeur"]["demarche"]["statistiques"]

    assert ines["entonnoir"] == {"tous": 12, "deposes": 8, "instruits": 6, "traites": 4}
    assert ines["decisions"] == {"acceptes": 25.0, "refuses": 25.0, "sansSuite": 0.0}
    assert ines["delaisUsuels"] == []
    assert ines["parSemaine"] == []
    premier, deuxieme = ines["delaisParMois"][:2]
    assert premier == {"mois": "2022-02-01", "libelle": "février 2022", "jours": 2}
    assert deuxieme == {"mois": "2022-03-01", "libelle": "mars 2022", "jours": None}
    igor = bureau.lire(IGOR, CHIFFRES, n=700)["moi"]["instructeur"]["demarche"]["statistiques"]
    assert igor == ines


def test_the_public_page_says_the_same(bureau: Bureau) -> None:
    engine = create_engine(
        make_url(bureau.serveur.database_url).set(drivername="postgresql+psycopg")
    )
    with Session(engine) as session:
        publique = calculer(session, 700, at=session.scalars(select(func.now())).one())
    engine.dispose()
    lues = bureau.lire(INES, CHIFFRES, n=700)["moi"]["instructeur"]["demarche"]["statistiques"]

    assert [nombre for _, nombre in publique["funnel"]] == list(lues["entonnoir"].values())
    assert [part for _, part in publique["processed"]] == list(lues["decisions"].values())
    assert publique["processing_time_by_month"] == {
        mois["libelle"]: mois["jours"] for mois in lues["delaisParMois"]
    }


def test_nothing_decided_has_no_shares(bureau: Bureau) -> None:
    vides = bureau.lire(INES, CHIFFRES, n=730)["moi"]["instructeur"]["demarche"]["statistiques"]
    assert vides == {
        "entonnoir": {"tous": 0, "deposes": 0, "instruits": 0, "traites": 0},
        "decisions": {"acceptes": None, "refuses": None, "sansSuite": None},
        "delaisUsuels": [],
        "delaisParMois": [],
        "parSemaine": [],
    }


def test_the_usual_time_with_none_to_nine_decisions(bureau: Bureau) -> None:
    """rules 4.14.2: none under three, two values of four, and 2.8, 5.8 and 8.8 days of one to nine."""
    attendus: dict[int, list[float]] = {
        1: [], 2: [], 3: [1, 2, 3], 4: [1.9, 3.9], 5: [1.9, 3.9, 5], 6: [1.9, 3.9, 5.9],
        9: [2.8, 5.8, 8.8],
    }  # fmt: skip
    for jours in range(1, 10):
        bureau.lignes(DECIDER, jours, "refuse" if jours == 9 else "accepte")
        lues = bureau.lire(INES, CHIFFRES, n=750)["moi"]["instructeur"]["demarche"]["statistiques"]
        if jours in attendus:
            assert lues["delaisUsuels"] == pytest.approx([n * JOUR for n in attendus[jours]])
        if jours < 9:
            assert lues["decisions"] == {"acceptes": 100.0, "refuses": 0.0, "sansSuite": 0.0}

    assert lues["decisions"] == {"acceptes": 88.9, "refuses": 11.1, "sansSuite": 0.0}
    [(hier,)] = bureau.lignes(
        "SELECT max(traite_le AT TIME ZONE 'Europe/Paris')::date FROM dossiers WHERE demarche_id = 750"
    )
    lundi = date.fromordinal(hier.toordinal() - hier.weekday()).isoformat()
    assert [(s["state"], s["lundi"], s["nombre"]) for s in lues["parSemaine"]] == [
        ("accepte", lundi, 8), ("refuse", lundi, 1),
    ]  # fmt: skip


def test_a_decision_at_once_is_a_month_without_days(bureau_neuf: Bureau) -> None:
    """rules 4.14.3: a mean of no second is an empty value."""
    bureau_neuf.lignes(DECIDER, 0, "accepte")
    bureau_neuf.lignes(
        "UPDATE traitements SET traite_le = '2022-05-03' WHERE dossier_id IN (SELECT id FROM dossiers WHERE demarche_id = 750)"
    )
    bureau_neuf.lignes(
        "UPDATE dossiers SET depose_le = '2022-05-03', traite_le = '2022-05-03' WHERE demarche_id = 750"
    )
    lues = bureau_neuf.lire(INES, CHIFFRES, n=750)["moi"]["instructeur"]["demarche"]["statistiques"]
    assert lues["delaisParMois"][0] == {"mois": "2022-05-01", "libelle": "mai 2022", "jours": None}


def test_a_demarche_that_is_not_his_has_no_figures_for_him(bureau: Bureau) -> None:
    assert bureau.lire(INES, CHIFFRES, n=800)["moi"]["instructeur"]["demarche"] is None


def test_all_the_figures_cost_four_statements(bureau: Bureau) -> None:
    une = "query ($n: Int!) { moi { instructeur { demarche(number: $n) { number } } } }"
    bureau.lire(INES, une, n=700)
    sans, avec = cout(bureau, INES, une, n=700), cout(bureau, INES, CHIFFRES, n=700)
    assert avec[1] - sans[1] == 4
