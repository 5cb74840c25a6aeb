"""What happens at given times, in the legal time of metropolitan France. Each due moment is a row, whose
key says that it was seen: many schedulers may run, and one that was down does late, once, what it missed."""

import re
from collections.abc import Callable, Collection, Iterable
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


def certains_jours(jours: Collection[int], heure: int, minute: int = 0) -> Cadence:
    """The same on these days of the week only, 1 for Monday; there is one at least."""
    de_chaque_jour = chaque_jour(heure, minute)

    def derniere(maintenant: datetime) -> datetime:
        due = de_chaque_jour(maintenant)
        while (jour := due.astimezone(PARIS).date()).isoweekday() not in jours:
            due = _a_paris(jour - timedelta(days=1), heure, minute)
        return due

    return derniere


def lire_cadence(texte: str) -> Cadence:
    """« 1-6 10:00 »: from Monday to Saturday at ten. Raises ValueError."""
    lu = re.fullmatch(r"([1-7])(?:-([1-7]))? ([01]\d|2[0-3]):([0-5]\d)", texte.strip())
    premier, dernier = (int(lu[1]), int(lu[2] or lu[1])) if lu else (1, 0)
    if lu is None or premier > dernier:
        raise ValueError(f"cadence illisible : « {texte} »")
    return certains_jours(range(premier, dernier + 1), int(lu[3]), int(lu[4]))


def _a_paris(jour: date, heure: int, minute: int) -> datetime:
    return datetime.combine(jour, time(heure, minute), PARIS).astimezone(UTC)


class Horaire(NamedTuple):
    """`travail` is a name of `jobs.travaux`; it is given no argument."""

    travail: str
    cadence: Cadence


# The tutorial's days and time, which an installation may change (rules 14.1).
RESUME_QUOTIDIEN = "1-6 10:00"

OUVRES = range(1, 6)  # Monday to Friday

# rules 9.8
HORAIRES = (
    Horaire("balayer_exports", toutes_les(5)),
    Horaire("lancer_les_programmes", toutes_les(5)),
    Horaire("indexer_la_recherche", toutes_les(5)),
    Horaire("appliquer_les_declaratifs", toutes_les(10)),
    Horaire("fermer_les_demarches", toutes_les(1)),
    Horaire("oublier_les_operations", toutes_les(5)),
    Horaire("effacer_objets", toutes_les(60)),
    Horaire("completer_les_etablissements", toutes_les(120)),
    Horaire("oublier_les_transferts", chaque_jour(0)),
    Horaire("supprimer_les_demarches", chaque_jour(0, 45)),
    Horaire("finir_les_termines", chaque_jour(1)),
    Horaire("appliquer_les_silences", chaque_jour(1, 15)),
    Horaire("balayer_fichiers", chaque_jour(1, 30)),
    Horaire("vider_la_corbeille", chaque_jour(2)),
    Horaire("faire_le_menage", chaque_jour(3)),
    Horaire("supprimer_les_preremplis", chaque_jour(3)),
    Horaire("supprimer_les_brouillons_vides", chaque_jour(5)),
    Horaire("rappeler_les_brouillons", certains_jours(OUVRES, 7)),
    Horaire("rappeler_les_activations", chaque_jour(8)),
    Horaire("renouveler_les_appareils", chaque_jour(12)),
    Horaire("finir_les_en_construction", chaque_jour(15)),
    Horaire("finir_les_brouillons", chaque_jour(22)),
    Horaire("finir_les_comptes", chaque_jour(23)),
    Horaire("annoncer_les_fins_de_jeton", chaque_jour(23, 45)),
    Horaire("verifier_les_liens", certains_jours({1}, 1)),
    Horaire("oublier_les_courriels", certains_jours({1}, 3)),
    Horaire("supprimer_les_administrateurs", certains_jours({1}, 5, 15)),
    Horaire("envoyer_les_resumes_quotidiens", lire_cadence(RESUME_QUOTIDIEN)),
    Horaire("envoyer_les_resumes_hebdomadaires", certains_jours({1}, 4, 5)),
)


def reglees(quotidien: str) -> tuple[Horaire, ...]:
    """All of them, the daily summary when this installation wants it. Raises ValueError."""
    voulue = lire_cadence(quotidien)
    return tuple(
        horaire._replace(cadence=voulue)
        if horaire.travail == "envoyer_les_resumes_quotidiens"
        else horaire
        for horaire in HORAIRES
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
