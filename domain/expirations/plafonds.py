"""No sweep takes in one day much more than it usually does: beyond, it stops, and somebody looks
(reliability 2.1-6)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.calendrier import jour
from domain.expirations.models import Balayage
from domain.transactions import Transaction

# What a quiet Guichet may lose in one day, and how many times its median a busy one may.
PLANCHER = 1_000
FOIS = 3
MEMOIRE = timedelta(days=30)


class PlafondAtteint(Exception):
    """Dossiers are left: today's are many more than usual. Tomorrow's sweep goes on."""

    def __init__(self, nom: str, plafond: int) -> None:
        super().__init__(f"« {nom} » s’arrête à {plafond} dossiers aujourd’hui : vérifiez la liste")


def reste(tx: Transaction, nom: str, *, at: datetime) -> int:
    """How many more this sweep may take today. Its row is held until the commit: two that run together
    share one allowance."""
    aujourd_hui = jour(at)
    tx.session.execute(
        insert(Balayage).values(nom=nom, jour=aujourd_hui, nombre=0).on_conflict_do_nothing()
    )
    pris = tx.session.scalars(
        select(Balayage.nombre)
        .where(Balayage.nom == nom, Balayage.jour == aujourd_hui)
        .with_for_update()
    ).one()
    return max(0, plafond(tx, nom, at=at) - pris)


def plafond(tx: Transaction, nom: str, *, at: datetime) -> int:
    mediane = tx.session.scalar(
        select(func.percentile_cont(0.5).within_group(Balayage.nombre)).where(
            Balayage.nom == nom,
            Balayage.jour < jour(at),
            Balayage.jour >= jour(at - MEMOIRE),
            Balayage.nombre > 0,
        )
    )
    return max(PLANCHER, round(FOIS * (mediane or 0)))


def noter(tx: Transaction, nom: str, nombre: int, *, at: datetime) -> None:
    tx.session.execute(
        update(Balayage)
        .where(Balayage.nom == nom, Balayage.jour == jour(at))
        .values(nombre=Balayage.nombre + nombre)
        .execution_options(synchronize_session=False)
    )
