"""Silence: the day of the automatic decision, on the vectors of rules 15.1."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.dossiers.sva_svr import date_de_decision

PARIS = ZoneInfo("Europe/Paris")
DEUX_MOIS = {"decision": "sva", "periode": 2, "unite": "mois", "reprise": "continue"}
RESET = {**DEUX_MOIS, "reprise": "reset"}
MAI_15 = "05-15"


@dataclass(frozen=True)
class Correction:
    raison: str
    cree_le: datetime
    resolue_le: datetime | None


def le(jour: str) -> datetime:
    return datetime.fromisoformat(f"2023-{jour}T12:00:00").replace(tzinfo=PARIS)


def demandee(raison: str, debut: str, fin: str | None = None) -> Correction:
    return Correction(raison, le(debut), le(fin) if fin else None)


INCORRECT = demandee("incorrect", "05-20", "05-25")
INCOMPLET = demandee("incomplete", "05-20", "05-25")
INCORRECT_ENSUITE = demandee("incorrect", "05-30", "06-03")


@pytest.mark.parametrize(
    ("reglage", "depot", "corrections", "attendu"),
    [
        (DEUX_MOIS, MAI_15, [], "07-16"),
        ({**DEUX_MOIS, "periode": 30, "unite": "jours"}, MAI_15, [], "06-15"),
        ({**DEUX_MOIS, "periode": 8, "unite": "semaines"}, MAI_15, [], "07-11"),
        (DEUX_MOIS, MAI_15, [INCORRECT], "07-22"),
        (DEUX_MOIS, MAI_15, [INCORRECT, INCORRECT_ENSUITE], "07-27"),
        (DEUX_MOIS, MAI_15, [INCORRECT, demandee("incorrect", "05-30")], "07-29"),
        (DEUX_MOIS, MAI_15, [INCORRECT, demandee("incomplete", "05-30")], "08-06"),
        (DEUX_MOIS, MAI_15, [INCOMPLET], "07-26"),
        (DEUX_MOIS, MAI_15, [INCOMPLET, INCORRECT_ENSUITE], "07-31"),
        (RESET, MAI_15, [demandee("incomplete", "05-16", "05-17"), INCORRECT], "07-26"),
        (RESET, MAI_15, [demandee("incorrect", "05-30")], "08-06"),
        (DEUX_MOIS, "06-29", [demandee("incorrect", "06-30", "07-01")], "09-01"),
        (DEUX_MOIS, "07-30", [demandee("incorrect", "07-31", "08-01")], "10-02"),
        (DEUX_MOIS, "07-31", [demandee("incorrect", "08-01", "08-02")], "10-03"),
        (DEUX_MOIS, "06-30", [demandee("incorrect", "07-01", "07-02")], "09-03"),
    ],
)
def test_the_day_silence_decides(
    reglage: dict[str, object], depot: str, corrections: list[Correction], attendu: str
) -> None:
    decision = date_de_decision(
        reglage, depose_le=le(depot), corrections=corrections, at=le("06-05")
    )
    assert decision == date.fromisoformat(f"2023-{attendu}")
