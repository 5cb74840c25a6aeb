"""What a démarche makes known of its dossiers (api 12.4, rules 4.14)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session

from domain.statistiques.calcul import calculer
from server.settings import Settings
from tests.server.publiques import Public, demarche, public, traite

JOUR = 86_400
SANS_VALKEY = "redis://127.0.0.1:1/0"
A_PRESENT = "2026-02-20T12:00:00+01:00"


def dossiers() -> list[dict[str, Any]]:
    commun = {"usager": "ali@exemple.fr"}
    demandeur = {"demandeur": {"nom": "Benali", "prenom": "Ali"}}
    return [
        # Nine of February, decided in 1 to 9 days; then December and October, of which none in November.
        *(traite(10 + n, "accepte", "2026-02-02T10:00:00+01:00", n) for n in range(1, 8)),
        traite(18, "refuse", "2026-02-02T10:00:00+01:00", 8),
        traite(19, "sans_suite", "2026-02-02T10:00:00+01:00", 9),
        traite(20, "refuse", "2025-12-01T10:00:00+01:00", 2.5),
        traite(21, "accepte", "2025-10-01T10:00:00+02:00", 4),
        {**commun, **demandeur, "number": 30, "etat": "en_construction", "depose_le": "2026-02-01"},
        {**commun, **demandeur, "number": 31, "etat": "en_instruction", "depose_le": "2026-02-01"},
        {**commun, "number": 32, "etat": "brouillon"},
        {**commun, "number": 33, "etat": "brouillon", "supprime": [{"par": "usager"}]},
        traite(34, "accepte", "2026-01-02T10:00:00+01:00", 1,
               supprime=[{"par": "administration", "le": "2026-02-01", "purge_le": "2026-02-02"}]),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def monde(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    with public(
        stack,
        tmp_path_factory.mktemp("stats"),
        demarche(800, dossiers=dossiers()),
        demarche(801, etat="close", fermee_le="2026-02-01T10:00:00+01:00"),
        demarche(802, opendata=False),
    ) as monde:
        yield monde


def calcul(monde: Public, demarche_id: int, at: str) -> dict[str, Any]:
    url = make_url(monde.serveur.database_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            return calculer(session, demarche_id, at=datetime.fromisoformat(at))
    finally:
        engine.dispose()


def test_all_the_figures_at_a_known_instant(monde: Public) -> None:
    figures = calcul(monde, 800, A_PRESENT)

    # rules 4.14.2: durations of 1 to 9 days make thirds of 2.8, 5.8 and 8.8 days.
    assert figures.pop("processing_time") == pytest.approx([2.8 * JOUR, 5.8 * JOUR, 8.8 * JOUR])
    assert figures == {
        # The purged decision counts in each; the hidden draft in none.
        "funnel": [
            ["Tous (dont brouillon)", 15],
            ["Déposés", 14],
            ["Instruction débutée", 13],
            ["Traités", 12],
        ],
        # 8, 2 and 1 of 12: the twelfth is purged, and no longer says what it was.
        "processed": [["Acceptés", 66.7], ["Refusés", 16.7], ["Classés sans suite", 8.3]],
        "processed_by_week": [
            {
                "name": "accepte",
                "data": {
                    "29 sept.": 1, "06 oct.": 0, "13 oct.": 0, "20 oct.": 0, "27 oct.": 0,
                    "03 nov.": 0, "10 nov.": 0, "17 nov.": 0, "24 nov.": 0, "01 déc.": 0,
                    "08 déc.": 0, "15 déc.": 0, "22 déc.": 0, "29 déc.": 0, "05 janv.": 0,
                    "12 janv.": 0, "19 janv.": 0, "26 janv.": 0, "02 févr.": 6, "09 févr.": 1,
                },
            },
            {
                "name": "refuse",
                "data": {
                    "01 déc.": 1, "08 déc.": 0, "15 déc.": 0, "22 déc.": 0, "29 déc.": 0,
                    "05 janv.": 0, "12 janv.": 0, "19 janv.": 0, "26 janv.": 0, "02 févr.": 0,
                    "09 févr.": 1,
                },
            },
            {"name": "sans_suite", "data": {"09 févr.": 1}},
        ],
        # Until the last whole month; days are rounded up, and a month without a decision has none.
        "processing_time_by_month": {
            "octobre 2025": 4, "novembre 2025": None, "décembre 2025": 3, "janvier 2026": None,
        },
    }  # fmt: skip


def test_the_usual_time_needs_three_decisions_in_thirty_days(monde: Public) -> None:
    # On 4 February the decisions of 3 February (1 day) and 4 (2 days) are alone.
    assert calcul(monde, 800, "2026-02-04T12:00:00+01:00")["processing_time"] is None
    # With four, a slice is of two: two values come out.
    assert calcul(monde, 800, "2026-02-06T12:00:00+01:00")["processing_time"] == pytest.approx(
        [1.9 * JOUR, 3.9 * JOUR]
    )


def test_extreme_durations_of_a_month_count_as_its_percentiles(monde: Public) -> None:
    # 1 to 9 days: the 5th percentile is 1.4, the 95th 8.6, and the mean stays 5.
    mois = calcul(monde, 800, "2026-03-15T12:00:00+01:00")["processing_time_by_month"]
    assert mois["février 2026"] == 5


def test_a_closed_demarche_without_a_dossier_has_nulls_and_no_division_by_zero(
    monde: Public,
) -> None:
    reponse = monde.get("/api/public/v1/demarches/801/stats")

    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "application/json"
    assert reponse.json() == {
        "funnel": [
            ["Tous (dont brouillon)", 0],
            ["Déposés", 0],
            ["Instruction débutée", 0],
            ["Traités", 0],
        ],
        "processed": [["Acceptés", None], ["Refusés", None], ["Classés sans suite", None]],
        "processed_by_week": [],
        "processing_time": None,
        "processing_time_by_month": {},
    }


def test_figures_are_kept_twelve_hours(stack: Settings, tmp_path: Any) -> None:
    with public(stack, tmp_path, demarche(810, dossiers=dossiers()[:3])) as monde:
        premiere = monde.get("/api/public/v1/demarches/810/stats").json()
        assert premiere["funnel"][3] == ["Traités", 3]

        monde.ecrire("DELETE FROM dossiers WHERE id = 11")
        assert monde.get("/api/public/v1/demarches/810/stats").json() == premiere


def test_without_valkey_they_are_counted_each_time(stack: Settings, tmp_path: Any) -> None:
    with public(
        stack, tmp_path, demarche(811, dossiers=dossiers()[:3]), redis_url=SANS_VALKEY
    ) as monde:
        assert monde.get("/api/public/v1/demarches/811/stats").json()["funnel"][3][1] == 3
        monde.ecrire("DELETE FROM dossiers WHERE id = 11")
        assert monde.get("/api/public/v1/demarches/811/stats").json()["funnel"][3][1] == 2


@pytest.mark.parametrize("nommee", ["802", "999", "0", "-1", "abc", "9" * 30, "1e3", "٣"])
def test_what_is_not_opendata_or_not_there_is_not_found(monde: Public, nommee: str) -> None:
    reponse = monde.get(f"/api/public/v1/demarches/{nommee}/stats")

    assert reponse.status_code == 404
    assert reponse.json() == {"error": f"procedure {nommee} is not found"}
