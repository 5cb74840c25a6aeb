"""Keeping what is being written, and forgetting it once it is sent."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from domain.brouillons_de_message.models import BrouillonDeMessage
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.textes import propre
from domain.transactions import Transaction


def garder(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur, corps: str, at: datetime
) -> None:
    """In place of what there was. Nothing but blanks is nothing."""
    garde = propre(corps)
    if not garde.strip():
        oublier(tx, dossier, instructeur=instructeur)
        return
    tx.session.execute(
        insert(BrouillonDeMessage)
        .values(
            dossier_id=dossier.id, instructeur_id=instructeur.id, corps=garde, modifie_le=at
        )
        .on_conflict_do_update(
            index_elements=[BrouillonDeMessage.dossier_id, BrouillonDeMessage.instructeur_id],
            set_={"corps": garde, "modifie_le": at},
        )
    )  # fmt: skip


def oublier(tx: Transaction, dossier: Dossier, *, instructeur: Instructeur) -> None:
    tx.session.execute(
        delete(BrouillonDeMessage).where(
            BrouillonDeMessage.dossier_id == dossier.id,
            BrouillonDeMessage.instructeur_id == instructeur.id,
        )
    )
