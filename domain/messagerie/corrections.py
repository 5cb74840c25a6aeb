from collections.abc import Iterable
from datetime import datetime

from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.messagerie.models import Correction, Message, RaisonCorrection
from domain.transactions import Transaction


class CorrectionDejaDemandee(DomainError):
    """rules 3.10.2"""

    code = "correction_deja_demandee"

    def __init__(self) -> None:
        super().__init__("Une correction est déjà demandée sur ce dossier")


def demander(
    tx: Transaction,
    dossier: Dossier,
    *,
    message: Message,
    raison: RaisonCorrection,
    en_attente: Iterable[Correction] = (),
    at: datetime,
) -> Correction:
    """Hang a request for correction on a message just sent (rules 3.10.2).

    Sending a dossier en instruction back is the caller's move, for it is a change of state. Raises
    CorrectionDejaDemandee when one is already pending.
    """
    if any(correction.resolue_le is None for correction in en_attente):
        raise CorrectionDejaDemandee
    correction = Correction(message_id=message.id, dossier_id=dossier.id, raison=raison, cree_le=at)
    tx.add(correction)
    toucher(dossier, "messages_modifies_le", at=at)
    return correction


def resoudre(dossier: Dossier, *, correction: Correction, at: datetime) -> None:
    correction.resolue_le = at
    toucher(dossier, at=at)
