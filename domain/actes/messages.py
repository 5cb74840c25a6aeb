"""Writing on a dossier, and taking back what one wrote (rules 7, 3.10; api 10.11, 10.12)."""

from collections.abc import Sequence
from datetime import datetime

from domain.actes.annonces_d_avis import annoncer_le_message_aux_experts
from domain.actes.corrections import CORRIGEABLES, ouvrir
from domain.actes.droits import exiger_l_usager, exiger_un_instructeur
from domain.actes.lectures import (
    attente_de_reponse,
    correction_du_message,
    correction_en_attente,
    demarche_de,
    suivis_de,
)
from domain.actes.suites import (
    annoncer_le_message,
    annoncer_le_message_recu,
    badger,
    joindre_au_message,
    retirer_les_pieces_du_message,
    suivi_de,
)
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.brouillons_de_message.garde import oublier as oublier_le_brouillon
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.fichiers.attachement import FichierVerifie
from domain.messagerie.attente import attendre
from domain.messagerie.attente import resoudre as resoudre_l_attente
from domain.messagerie.envoi import (
    envoyer,
    exiger_peu_de_pieces,
    exiger_un_corps,
    exiger_une_messagerie,
)
from domain.messagerie.events import CorrectionResolue, MessageEnvoye, MessageSupprime
from domain.messagerie.models import Message, RaisonCorrection
from domain.messagerie.suppression import exiger_le_sien, supprimer
from domain.transactions import Transaction


def envoyer_message(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    corps: str, piece: FichierVerifie | None = None, correction: RaisonCorrection | None = None,
    pieces: Sequence[FichierVerifie] = (), attend_reponse: bool = False, suivre: bool = True,
    at: datetime,
) -> Message:  # fmt: skip
    """An instructeur's message. A `correction` that cannot be asked is ignored, and the message is
    sent all the same (api 14.17). By API, or unless `suivre`, the instructeur does not come to follow
    the dossier. What he had begun to write is sent, and so forgotten; but not by a program, which sends
    something else.

    Raises AccesRefuse, MessageVide, TropDePieces, MessagerieFermee, ReponseDejaAttendue, and for its
    files what `attacher` raises.
    """
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    exiger_un_corps(corps)
    jointes = [*pieces] if piece is None else [piece, *pieces]
    exiger_peu_de_pieces(jointes)
    exiger_une_messagerie(dossier)
    demandee = correction if _se_demande(tx, dossier, correction) else None
    suit = suivre and auteur.jeton is None
    suivis = suivis_de(tx, dossier) if suit else []
    with suivi_de(tx, dossier, instructeur, suivis, at=at):
        message = envoyer(
            tx, dossier, auteur=instructeur, corps=corps, suit=suit, suivis=suivis, at=at
        )
    for jointe in jointes:
        joindre_au_message(tx, dossier, message, jointe, at=at)
    if attend_reponse:
        attendre(tx, dossier, message=message, en_cours=attente_de_reponse(tx, dossier), at=at)
        badger(tx, dossier, Fait.reponse_attendue, at=at)
    if suit:
        badger(tx, dossier, Fait.message_ecrit, par=instructeur.compte.email, at=at)
        oublier_le_brouillon(tx, dossier, instructeur=instructeur)
    if demandee is not None:
        ouvrir(
            tx, dossier, message=message, raison=demandee, demarche=demarche_de(tx, dossier),
            instructeur=instructeur, auteur=auteur, at=at,
        )  # fmt: skip
    annoncer_le_message(tx, dossier, message, correction=demandee is not None, at=at)
    _dire_envoye(tx, dossier, message, auteur, demandee, at)
    return message


def _se_demande(tx: Transaction, dossier: Dossier, correction: RaisonCorrection | None) -> bool:
    if correction is None or dossier.state not in CORRIGEABLES:
        return False
    return correction_en_attente(tx, dossier) is None


def ecrire(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, corps: str,
    piece: FichierVerifie | None = None, at: datetime,
) -> Message:  # fmt: skip
    """The usager's own message: the answer that was awaited has come (rules 3.11, 7.4).

    Raises PasLUsager, MessageVide, MessagerieFermee.
    """
    exiger_l_usager(dossier, usager)
    exiger_un_corps(corps)
    exiger_une_messagerie(dossier)
    message = envoyer(tx, dossier, auteur=usager, corps=corps, suivis=[], at=at)
    if piece is not None:
        joindre_au_message(tx, dossier, message, piece, at=at)
    attente = attente_de_reponse(tx, dossier)
    if attente is not None:
        resoudre_l_attente(attente, at=at)
        badger(tx, dossier, Fait.reponse_recue, at=at)
    badger(tx, dossier, Fait.message_ecrit, par=message.email, at=at)
    annoncer_le_message_recu(tx, dossier, message, at=at)
    annoncer_le_message_aux_experts(tx, dossier, message, at=at)
    _dire_envoye(tx, dossier, message, auteur, None, at)
    return message


def supprimer_message(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    message: Message, at: datetime,
) -> None:  # fmt: skip
    """Its place stays; its text and files go, and what it asked is over.

    Raises MessageNonSupprimable, AccesRefuse. The message is read again: the dossier's lock came
    after it was first loaded.
    """
    tx.session.refresh(message)
    exiger_le_sien(message, instructeur)
    exiger_un_instructeur(tx, dossier, instructeur)
    correction = correction_du_message(tx, message)
    attendue = correction is not None and correction.resolue_le is None
    supprimer(tx, dossier, message=message, correction=correction, at=at)
    attente = attente_de_reponse(tx, dossier)
    if attente is not None and attente.message_id == message.id:
        resoudre_l_attente(attente, at=at)
        badger(tx, dossier, Fait.reponse_recue, at=at)
    retirer_les_pieces_du_message(tx, message, at=at)
    tx.publish(
        MessageSupprime(
            message_id=message.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id
        )
    )
    if correction is not None and attendue:
        badger(tx, dossier, Fait.correction_resolue, at=at)
        tx.publish(
            CorrectionResolue(
                correction_id=correction.id, dossier_id=dossier.id,
                demarche_id=dossier.demarche_id, le=at,
            )
        )  # fmt: skip


def _dire_envoye(
    tx: Transaction, dossier: Dossier, message: Message, auteur: Auteur,
    correction: RaisonCorrection | None, at: datetime,
) -> None:  # fmt: skip
    tx.publish(
        MessageEnvoye(
            message_id=message.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id,
            genre=auteur.genre, correction=correction, le=at,
        )
    )  # fmt: skip
