"""Experts in the messagerie, where the démarche lets them in (rules 1.12.1, 7.5, 7.7)."""

from datetime import datetime

from domain.actes.lectures import demarche_de
from domain.actes.suites import (
    annoncer_le_message,
    badger,
    joindre_au_message,
    retirer_les_pieces_du_message,
)
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Expert
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.messagerie.envoi import (
    envoyer,
    exiger_peu_de_pieces,
    exiger_un_corps,
    exiger_une_messagerie,
)
from domain.messagerie.events import MessageEnvoye, MessageSupprime
from domain.messagerie.models import Message
from domain.messagerie.suppression import MessageNonSupprimable, supprimer
from domain.transactions import Transaction


class MessagerieSansExpert(DomainError):
    code = "messagerie_sans_expert"

    def __init__(self) -> None:
        super().__init__("Cette démarche n’ouvre pas la messagerie aux experts")


def exiger_la_messagerie(tx: Transaction, dossier: Dossier) -> None:
    """Raises MessagerieSansExpert."""
    if not demarche_de(tx, dossier).options.get("allow_expert_messaging", True):
        raise MessagerieSansExpert


def envoyer_message(
    tx: Transaction, dossier: Dossier, *, expert: Expert, auteur: Auteur, corps: str,
    pieces: tuple[FichierVerifie, ...] = (), at: datetime,
) -> Message:  # fmt: skip
    """To the usager, who learns it in five minutes. That the expert may is the caller's to check.

    Raises MessagerieSansExpert, MessageVide, TropDePieces, MessagerieFermee, FichierTropGros, TypeRefuse,
    IdentifiantInvalide.
    """
    exiger_la_messagerie(tx, dossier)
    exiger_un_corps(corps)
    exiger_peu_de_pieces(pieces)
    exiger_une_messagerie(dossier)
    message = envoyer(tx, dossier, auteur=expert, corps=corps, suivis=[], at=at)
    for piece in pieces:
        joindre_au_message(tx, dossier, message, piece, at=at)
    annoncer_le_message(tx, dossier, message, correction=False, at=at)
    badger(tx, dossier, Fait.message_ecrit, par=expert.compte.email, at=at)
    tx.publish(
        MessageEnvoye(
            message_id=message.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id,
            genre=auteur.genre, correction=None, le=at,
        )
    )  # fmt: skip
    return message


def supprimer_message(
    tx: Transaction, dossier: Dossier, *, expert: Expert, message: Message, at: datetime
) -> None:
    """His own only. Raises MessagerieSansExpert, MessageNonSupprimable."""
    exiger_la_messagerie(tx, dossier)
    if message.expert_id != expert.id:
        raise MessageNonSupprimable
    supprimer(tx, dossier, message=message, correction=None, at=at)
    retirer_les_pieces_du_message(tx, message, at=at)
    tx.publish(
        MessageSupprime(
            message_id=message.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id
        )
    )
