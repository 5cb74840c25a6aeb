"""A message that awaits its answer: a mark on it, until the usager writes (rules 3.11)."""

from datetime import datetime

from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.messagerie.models import AttenteReponse, Message
from domain.transactions import Transaction


class ReponseDejaAttendue(DomainError):
    code = "reponse_deja_attendue"

    def __init__(self) -> None:
        super().__init__("Une réponse est déjà attendue sur ce dossier")


class RienAAttendre(DomainError):
    """Only what an instructeur wrote, and left there, may await an answer."""

    code = "rien_a_attendre"

    def __init__(self) -> None:
        super().__init__("Ce message n’attend pas de réponse")


def attendre(
    tx: Transaction, dossier: Dossier, *, message: Message, en_cours: AttenteReponse | None,
    at: datetime,
) -> AttenteReponse:  # fmt: skip
    """Raises RienAAttendre, ReponseDejaAttendue."""
    if message.instructeur_id is None or message.supprime_le is not None:
        raise RienAAttendre
    if en_cours is not None:
        raise ReponseDejaAttendue
    attente = AttenteReponse(message_id=message.id, dossier_id=dossier.id, cree_le=at)
    tx.add(attente)
    toucher(dossier, "messages_modifies_le", at=at)
    return attente


def resoudre(attente: AttenteReponse, *, at: datetime) -> None:
    attente.resolue_le = at
