"""A dossier that waits in an operation is nobody else's to change (rules 4.10.6, 5.4.2)."""

from datetime import datetime

from sqlalchemy import bindparam, select

from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.masse.models import ElementDeMasse, Issue, OperationDeMasse
from domain.transactions import Transaction


class DossierEnOperation(DomainError):
    """`auteur` is the address of who asked for the operation, `date` when."""

    code = "en_operation"

    def __init__(self, *, auteur: str, date: datetime) -> None:
        super().__init__(
            "Ce dossier fait l’objet d’une action de masse : attendez qu’elle soit terminée"
        )
        self.auteur = auteur
        self.date = date


_ATTENTE = (
    select(Compte.email, OperationDeMasse.cree_le)
    .select_from(ElementDeMasse)
    .join(OperationDeMasse, OperationDeMasse.id == ElementDeMasse.operation_id)
    .join(Instructeur, Instructeur.id == OperationDeMasse.instructeur_id)
    .join(Compte, Compte.id == Instructeur.compte_id)
    .where(
        ElementDeMasse.dossier_id == bindparam("dossier"),
        ElementDeMasse.issue == Issue.en_attente,
    )
)


def exiger_hors_operation(tx: Transaction, dossier: Dossier) -> None:
    """Raises DossierEnOperation."""
    trouve = tx.session.execute(_ATTENTE, {"dossier": dossier.id}).one_or_none()
    if trouve is not None:
        raise DossierEnOperation(auteur=trouve.email, date=trouve.cree_le)
