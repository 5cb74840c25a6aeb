"""Who has read what: each side for all its people, once and for all (rules 7.6)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import update

from domain.dossiers.models import Dossier
from domain.messagerie.models import Message
from domain.transactions import Transaction


class Lecteur(StrEnum):
    administration = "administration"
    usager = "usager"


# Whose messages each side reads.
ECRITS = {
    Lecteur.administration: Message.usager_id.is_not(None),
    Lecteur.usager: Message.instructeur_id.is_not(None),
}


def accuser_lecture(tx: Transaction, dossier: Dossier, *, lecteur: Lecteur, at: datetime) -> None:
    """All that the other side wrote and nobody on this one had opened. It dates nothing else: reading
    is no change of the dossier."""
    tx.session.execute(
        update(Message)
        .where(Message.dossier_id == dossier.id, Message.lu_le.is_(None), ECRITS[lecteur])
        .values(lu_le=at)
        .execution_options(synchronize_session=False)
    )
