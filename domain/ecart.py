"""What was put aside after too many failures: seen by the operator, and given another chance by him."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from domain.errors import DomainError
from domain.suites.models import TENTATIVES_MAX, EvenementSorti, Travail
from domain.transactions import Transaction


class TravailInconnu(DomainError):
    def __init__(self, numero: int) -> None:
        super().__init__(
            f"Aucun travail à l’écart ne porte le numéro {numero} : rien n’est relancé"
        )


class Ecarte(NamedTuple):
    numero: int
    nom: str
    arguments: dict[str, Any]
    ecarte_le: datetime
    erreur: str | None


class Attente(NamedTuple):
    """`evenements` are those from which nothing could be made; they are not in `travaux`."""

    travaux: int
    evenements: int


def ecartes(session: Session) -> Sequence[Ecarte]:
    lus = session.execute(
        select(Travail.id, Travail.nom, Travail.arguments, Travail.ecarte_le, Travail.erreur)
        .where(Travail.ecarte_le.is_not(None))
        .order_by(Travail.id)
    )
    return [Ecarte(*lu) for lu in lus]


def attente(session: Session) -> Attente:
    a_faire = Travail.fait_le.is_(None) & Travail.ecarte_le.is_(None)
    return Attente(
        session.scalar(select(func.count()).where(a_faire)) or 0,
        session.scalar(select(func.count()).where(EvenementSorti.tentatives >= TENTATIVES_MAX))
        or 0,
    )


def relancer(tx: Transaction, numeros: Sequence[int]) -> None:
    """Raises TravailInconnu."""
    for numero in numeros:
        if not _relancer(tx, Travail.id == numero):
            raise TravailInconnu(numero)


def relancer_tout(tx: Transaction) -> int:
    """How many there were, of work and of events."""
    evenements = tx.session.execute(
        update(EvenementSorti)
        .where(EvenementSorti.tentatives >= TENTATIVES_MAX)
        .values(tentatives=0)
        .returning(EvenementSorti.id)
        .execution_options(synchronize_session=False)
    )
    return _relancer(tx, Travail.id.is_not(None)) + len(evenements.all())


def _relancer(tx: Transaction, lesquels: Any) -> int:
    relances = tx.session.execute(
        update(Travail)
        .where(lesquels, Travail.ecarte_le.is_not(None))
        .values(ecarte_le=None, tentatives=0, pas_avant=func.now(), sonne_le=None)
        .returning(Travail.id)
        .execution_options(synchronize_session=False)
    )
    return len(relances.all())
