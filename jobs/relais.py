"""The relay: from what happened to what is done. It turns events into pieces of work, in PostgreSQL, then
rings for them, in Valkey. It may be killed at any moment, and run many times over."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, func, or_, select, update

from adapters.base_de_donnees import BaseSynchrone
from domain.suites.models import TENTATIVES_MAX, EvenementSorti, Travail
from domain.transactions import Transaction
from jobs.reactions import suites
from jobs.travaux import inscrire

LOT = 200
# A piece of work rung for, and neither done nor failed since: its message was lost, or its worker.
SANS_NOUVELLES = timedelta(seconds=8)

Sonner = Callable[[int], None]


def relayer(base: BaseSynchrone, sonner: Sonner) -> int:
    """One turn. Returns how many events and pieces of work it moved: 0 when there is nothing to do.
    `sonner` raises when the queue is away: those it was not told of are rung for later."""
    return base.transaction(tirer_les_suites) + appeler(base, sonner)


def tirer_les_suites(tx: Transaction) -> int:
    """Turn events into work. One that cannot be is left, with its error, and tried again a few times;
    those behind it pass."""
    session = tx.session
    evenements = session.scalars(
        select(EvenementSorti)
        .where(EvenementSorti.tentatives < TENTATIVES_MAX)
        .order_by(EvenementSorti.id)
        .limit(LOT)
        .with_for_update(skip_locked=True)
    ).all()
    tires = []
    for evenement in evenements:
        try:
            voulus = suites(evenement.nom, evenement.donnees)
        except Exception as error:
            evenement.tentatives += 1
            evenement.erreur = repr(error)
            continue
        inscrire(tx, voulus)
        tires.append(evenement.id)
    session.execute(delete(EvenementSorti).where(EvenementSorti.id.in_(tires)))
    return len(tires)


def appeler(base: BaseSynchrone, sonner: Sonner) -> int:
    """Ring for the work that is due. Those that a worker holds are locked, and passed over."""
    dus = base.transaction(_prendre_les_dus)
    for numero in dus:
        sonner(numero)
    return len(dus)


def _prendre_les_dus(tx: Transaction) -> list[int]:
    maintenant = func.clock_timestamp()
    dus = (
        select(Travail.id)
        .where(
            Travail.fait_le.is_(None),
            Travail.ecarte_le.is_(None),
            Travail.pas_avant <= maintenant,
            or_(Travail.sonne_le.is_(None), Travail.sonne_le < maintenant - SANS_NOUVELLES),
        )
        .order_by(Travail.pas_avant, Travail.id)
        .limit(LOT)
        .with_for_update(skip_locked=True)
    )
    pris = (
        update(Travail)
        .where(Travail.id.in_(dus.scalar_subquery()))
        .values(sonne_le=maintenant)
        .returning(Travail.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(tx.session.scalars(pris))
