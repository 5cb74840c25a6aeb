"""Closing a démarche on the day that its administrateur chose (rules 1.6.4, F.3-5)."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from domain.calendrier import jour
from domain.demarches.events import DemarcheFermee
from domain.demarches.models import Demarche, Etat
from domain.demarches.publication import clore
from domain.transactions import Transaction

DATE = "auto_archive_on"


def demarches_a_fermer(tx: Transaction, *, at: datetime, limite: int = 100) -> list[int]:
    """Open, and their day has come in Paris."""
    return list(
        tx.session.scalars(
            select(Demarche.id).where(*_echues(at)).order_by(Demarche.id).limit(limite)
        )
    )


def fermer_a_la_date(tx: Transaction, demarche_id: int, *, at: datetime) -> bool:
    """Close it, if that is still to be done. Its dossiers follow, from the event."""
    libre = select(Demarche).where(Demarche.id == demarche_id, *_echues(at))
    demarche = tx.session.scalar(libre.with_for_update(skip_locked=True, key_share=True))
    if demarche is None:
        return False
    clore(demarche, at=at)
    tx.publish(DemarcheFermee(demarche_id=demarche.id, le=at))
    return True


def _echues(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Days are written AAAA-MM-JJ, which sorts as they do."""
    date = Demarche.options[DATE].astext
    return Demarche.etat == Etat.publiee, date <= jour(at).isoformat()
