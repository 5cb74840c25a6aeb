"""Telling whoever looks live that an operation has gone on."""

from sqlalchemy import select

from domain.dossiers.models import Dossier
from domain.masse.models import ElementDeMasse, OperationDeMasse
from domain.signaux import Quoi, Signal
from domain.transactions import Transaction


def annoncer_l_avancement(tx: Transaction, operation: OperationDeMasse) -> None:
    """To who asked for it, and to the members of the groupes that hold its dossiers (rules 5.5.3)."""
    groupes = (
        select(Dossier.groupe_instructeur_id)
        .join(ElementDeMasse, ElementDeMasse.dossier_id == Dossier.id)
        .where(ElementDeMasse.operation_id == operation.id)
        .distinct()
        .order_by(Dossier.groupe_instructeur_id)
    )
    pour = {"demarche_id": operation.demarche_id, "operation_id": operation.id}
    tx.signaler(Signal(quoi=Quoi.operation, instructeur_id=operation.instructeur_id, **pour))
    for groupe_id in tx.session.scalars(groupes):
        if groupe_id is not None:
            tx.signaler(Signal(quoi=Quoi.operation, groupe_id=groupe_id, **pour))
