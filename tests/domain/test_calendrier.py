"""Months are the calendar's, and hours are those of Paris whatever the season."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendrier import jour, jour_plus_mois, plus_mois

PARIS = ZoneInfo("Europe/Paris")
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("depart", "mois", "attendu"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-02-28", 12, "2027-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-05-31", 60, "2031-05-31"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_a_month_ends_with_the_month(depart: str, mois: int, attendu: str) -> None:
    assert jour_plus_mois(date.fromisoformat(depart), mois) == date.fromisoformat(attendu)


def test_ten_o_clock_stays_ten_o_clock_over_the_change_of_hour() -> None:
    hiver = datetime(2026, 2, 1, 9, tzinfo=UTC)
    assert plus_mois(hiver, 5).isoformat() == "2026-07-01T10:00:00+02:00"


def test_a_day_is_that_of_paris() -> None:
    assert jour(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == date(2026, 2, 1)
