from datetime import datetime

from domain.comptes.models import Compte, Expert, Instructeur
from domain.dossiers.dates import toucher
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.suivi import suivre
from domain.errors import DomainError
from domain.messagerie.models import Message
from domain.transactions import Transaction


class MessageVide(DomainError):
    """A file alone is not a message (rules 7.1)."""

    def __init__(self) -> None:
        super().__init__("Le champ « Votre message » ne peut être vide")


def envoyer(
    tx: Transaction,
    dossier: Dossier,
    *,
    auteur: Compte | Instructeur | Expert,
    corps: str,
    suivis: list[Suivi],
    at: datetime,
) -> Message:
    """Write on a dossier. An instructeur who writes follows it (rules 7.5). Raises MessageVide."""
    if not corps.strip():
        raise MessageVide
    message = Message(
        dossier_id=dossier.id,
        usager_id=auteur.id if isinstance(auteur, Compte) else None,
        instructeur_id=auteur.id if isinstance(auteur, Instructeur) else None,
        expert_id=auteur.id if isinstance(auteur, Expert) else None,
        email=auteur.email if isinstance(auteur, Compte) else auteur.compte.email,
        corps=corps,
        cree_le=at,
    )
    tx.add(message)
    tx.flush()
    toucher(dossier, "messages_modifies_le", at=at)
    if isinstance(auteur, Instructeur):
        suivre(tx, dossier, instructeur=auteur, suivis=suivis, at=at)
    return message
