from collections.abc import Iterable
from datetime import datetime

from domain.comptes.models import Instructeur
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.messagerie.models import Correction, Message
from domain.transactions import Transaction


class MessageNonSupprimable(DomainError):
    """rules 7.7: only instructeurs and experts take back what they wrote."""

    code = "message_non_supprimable"

    def __init__(self) -> None:
        super().__init__("Le message ne peut pas être supprimé")


def exiger_le_sien(message: Message, instructeur: Instructeur | None) -> None:
    """Raises MessageNonSupprimable: another's, the usager's, the system's, or gone already."""
    if message.supprime_le or instructeur is None or message.instructeur_id != instructeur.id:
        raise MessageNonSupprimable


def supprimer(
    tx: Transaction, dossier: Dossier, *, message: Message, correction: Correction | None,
    at: datetime,
) -> None:  # fmt: skip
    """Discard a message: its place stays, its text goes, and what it asked is over (rules 7.7).

    Raises MessageNonSupprimable for the usager's and the system's, or when it is discarded already.
    """
    if message.supprime_le or (message.instructeur_id or message.expert_id) is None:
        raise MessageNonSupprimable
    message.supprime_le = at
    message.corps = ""
    if correction is not None and correction.resolue_le is None:
        correction.resolue_le = at
    toucher(dossier, "messages_modifies_le", at=at)


def detacher(messages: Iterable[Message]) -> None:
    """The author's account goes; his address stays beside what he wrote (rules 9.6.2)."""
    for message in messages:
        message.usager_id = None
