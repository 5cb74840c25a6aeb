from collections.abc import Sequence
from datetime import datetime

from domain.comptes.models import Compte, Expert, Instructeur
from domain.dossiers.dates import toucher
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.suivi import suivre
from domain.errors import DomainError
from domain.messagerie.models import Message
from domain.textes import propre
from domain.transactions import Transaction


class MessageVide(DomainError):
    """A file alone is not a message (rules 7.1)."""

    code = "message_vide"

    def __init__(self) -> None:
        super().__init__("Le champ « Votre message » ne peut être vide")


# rules 7.1
PIECES_AU_PLUS = 10


class TropDePieces(DomainError):
    code = "trop_de_pieces"

    def __init__(self) -> None:
        super().__init__(f"Un message porte au plus {PIECES_AU_PLUS} pièces jointes")


class MessagerieFermee(DomainError):
    """rules 7.3"""

    code = "messagerie_fermee"

    def __init__(self) -> None:
        super().__init__(
            "Il n’est pas possible d’envoyer un message sur un dossier supprimé, à archiver ou en brouillon"
        )


def exiger_un_corps(corps: str) -> str:
    """The text as it is kept. Raises MessageVide."""
    garde = propre(corps)
    if not garde.strip():
        raise MessageVide
    return garde


def exiger_peu_de_pieces(pieces: Sequence[object]) -> None:
    """Raises TropDePieces."""
    if len(pieces) > PIECES_AU_PLUS:
        raise TropDePieces


def exiger_une_messagerie(dossier: Dossier) -> None:
    """Raises MessagerieFermee: nobody would read what is written there (rules 3.7, 7.3)."""
    if (
        not dossier.visible_par_administration
        or dossier.cache_par_usager_le is not None
        or dossier.usager_id is None
        or dossier.archive
    ):
        raise MessagerieFermee


def envoyer(
    tx: Transaction,
    dossier: Dossier,
    *,
    auteur: Compte | Instructeur | Expert,
    corps: str,
    suivis: list[Suivi],
    suit: bool = True,
    at: datetime,
) -> Message:
    """Write on a dossier. An instructeur who writes follows it (rules 7.5), except through the API
    (`suit`). Raises MessageVide."""
    corps = exiger_un_corps(corps)
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
    if suit and isinstance(auteur, Instructeur):
        suivre(tx, dossier, instructeur=auteur, suivis=suivis, at=at)
    return message
