"""Durations as the rules count them: calendar months and days, in Paris."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def jour(instant: datetime) -> date:
    """The day it was in Paris."""
    return instant.astimezone(PARIS).date()


def jour_plus_mois(depart: date, mois: int) -> date:
    """The same day `mois` later, or the last of a shorter month: 31 January + 1 is 28 February."""
    annee, rang = divmod(depart.year * 12 + depart.month - 1 + mois, 12)
    return date(annee, rang + 1, min(depart.day, monthrange(annee, rang + 1)[1]))


def plus_mois(instant: datetime, mois: int) -> datetime:
    """The same hour in Paris, `mois` calendar months later, whatever the season's offset."""
    local = instant.astimezone(PARIS)
    return datetime.combine(jour_plus_mois(local.date(), mois), local.time(), tzinfo=PARIS)


def plus_jours(instant: datetime, jours: int) -> datetime:
    """The same hour in Paris, so many days later, or earlier."""
    local = instant.astimezone(PARIS)
    return datetime.combine(local.date() + timedelta(days=jours), local.time(), tzinfo=PARIS)
