"""What happens at given times, in the legal time of metropolitan France. Each due moment is a row, whose
key says that it was seen: many schedulers may run, and one that was down does late, once, what it missed."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from domain.suites.models import Echeance
from domain.transactions import Transaction
from jobs.travaux import a_faire, inscrire

PARIS = ZoneInfo("Europe/Paris")

# When a moment was last due, at an instant: never after it.
Cadence = Callable[[datetime], datetime]


def toutes_les(minutes: int) -> Cadence:
    """From midnight, UTC: `minutes` divides a day."""
    pas = timedelta(minutes=minutes)

    def derniere(maintenant: datetime) -> datetime:
        minuit = maintenant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return minuit + (maintenant - minuit) // pas * pas

    return derniere


def chaque_jour(heure: int, minute: int = 0) -> Cadence:
    """By the clock on the wall. A time that the passage to summer skips comes when the clock does."""

    def derniere(maintenant: datetime) -> datetime:
        jour = maintenant.astimezone(PARIS).date()
        due = _a_paris(jour, heure, minute)
        return due if due <= maintenant else _a_paris(jour - timedelta(days=1), heure, minute)

    return derniere


def _a_paris(jour: date, heure: int, minute: int) -> datetime:
    return datetime.combine(jour, time(heure, minute), PARIS).astimezone(UTC)


class Horaire(NamedTuple):
    """`travail` is a name of `jobs.travaux`; it is given no argument."""

    travail: str
    cadence: Cadence


# rules 9.8
HORAIRES = (
    Horaire("appliquer_les_declaratifs", toutes_les(10)),
    Horaire("fermer_les_demarches", toutes_les(10)),
    Horaire("effacer_objets", toutes_les(60)),
    Horaire("appliquer_les_silences", chaque_jour(1, 15)),
    Horaire("balayer_fichiers", chaque_jour(1, 30)),
    Horaire("faire_le_menage", chaque_jour(3)),
)


def declencher(tx: Transaction, horaires: Iterable[Horaire]) -> list[str]:
    """Put down the work that is due and that nobody has put down yet. Returns its names."""
    maintenant: datetime = tx.session.scalars(select(func.clock_timestamp())).one()
    dus = []
    for horaire in horaires:
        vue = (
            insert(Echeance)
            .values(travail=horaire.travail, due_le=horaire.cadence(maintenant))
            .on_conflict_do_nothing()
            .returning(Echeance.travail)
        )
        if tx.session.scalar(vue) is not None:
            dus.append(horaire.travail)
    inscrire(tx, [a_faire(nom) for nom in dus])
    return dus
