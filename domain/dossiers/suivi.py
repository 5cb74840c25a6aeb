from collections.abc import Iterable
from datetime import datetime

from domain.comptes.models import Instructeur
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.transactions import Transaction


def suit(instructeur_id: int, suivis: list[Suivi]) -> bool:
    return any(suivi.instructeur_id == instructeur_id for suivi in suivis)


def suivre(
    tx: Transaction,
    dossier: Dossier,
    *,
    instructeur: Instructeur,
    suivis: list[Suivi],
    at: datetime,
) -> None:
    """Follow a dossier; following twice is following once. `suivis` are its open follows."""
    if suit(instructeur.id, suivis):
        return
    suivi = Suivi(dossier_id=dossier.id, instructeur_id=instructeur.id, debut_le=at)
    suivis.append(suivi)
    tx.add(suivi)


def ne_plus_suivre(*, instructeur: Instructeur, suivis: list[Suivi], at: datetime) -> None:
    """The row stays, closed: it tells who followed, and when."""
    finir([s for s in suivis if s.instructeur_id == instructeur.id], suivis=suivis, at=at)


def finir(finis: Iterable[Suivi], *, suivis: list[Suivi], at: datetime) -> None:
    for suivi in finis:
        suivi.fin_le = at
        suivis.remove(suivi)
