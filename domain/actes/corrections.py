"""Asking the usager to correct what he sent (rules 3.10)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import (
    correction_en_attente,
    demarche_de,
    exiger_transition,
    suivis_de,
)
from domain.actes.suites import annoncer_le_message, badger, joindre_au_message, suivi_de
from domain.actes.trace import changer_d_etat, consigner, navigateur, photographie
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.decisions import pas_avant, renvoyer_pour_correction
from domain.dossiers.models import Dossier
from domain.dossiers.states import TRANSITIONS, Action, State
from domain.fichiers.attachement import FichierVerifie
from domain.journal.models import Operation
from domain.messagerie import corrections
from domain.messagerie.corrections import CorrectionDejaDemandee
from domain.messagerie.envoi import envoyer, exiger_un_corps, exiger_une_messagerie
from domain.messagerie.events import CorrectionResolue, MessageEnvoye
from domain.messagerie.models import Correction, Message, RaisonCorrection
from domain.transactions import Transaction

# Where a correction may be asked: there already, or from where it sends the dossier back.
CORRIGEABLES = TRANSITIONS[Action.demander_correction].sources | {State.en_construction}

# A démarche under SVA/SVR keeps in its journal what stopped its clock (rules 1.10.6).
OPERATIONS = {
    RaisonCorrection.incomplete: Operation.demander_a_completer,
    RaisonCorrection.incorrect: Operation.demander_une_correction,
    RaisonCorrection.outdated: Operation.demander_une_correction,
}


def demander_correction(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    corps: str, raison: RaisonCorrection = RaisonCorrection.incorrect,
    piece: FichierVerifie | None = None, at: datetime,
) -> Message:  # fmt: skip
    """A message that must ask for a correction, unlike `envoyer_message` which may.

    Raises TransitionInterdite, CorrectionDejaDemandee, AccesRefuse, MessageVide, MessagerieFermee.
    """
    if dossier.state not in CORRIGEABLES:
        exiger_transition(tx, dossier, Action.demander_correction)
    if correction_en_attente(tx, dossier) is not None:
        raise CorrectionDejaDemandee
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    exiger_un_corps(corps)
    exiger_une_messagerie(dossier)
    suit = auteur.jeton is None
    suivis = suivis_de(tx, dossier) if suit else []
    with suivi_de(tx, dossier, instructeur, suivis, at=at):
        message = envoyer(
            tx, dossier, auteur=instructeur, corps=corps, suit=suit, suivis=suivis, at=at
        )
    if suit:
        badger(tx, dossier, Fait.message_ecrit, par=instructeur.compte.email, at=at)
    if piece is not None:
        joindre_au_message(tx, dossier, message, piece, at=at)
    ouvrir(
        tx, dossier, message=message, raison=raison, demarche=demarche_de(tx, dossier),
        instructeur=instructeur, auteur=auteur, at=at,
    )  # fmt: skip
    annoncer_le_message(tx, dossier, message, correction=True, at=at)
    tx.publish(
        MessageEnvoye(
            message_id=message.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id,
            genre=auteur.genre, correction=raison, le=at,
        )
    )  # fmt: skip
    return message


def ouvrir(
    tx: Transaction, dossier: Dossier, *, message: Message, raison: RaisonCorrection,
    demarche: Demarche, instructeur: Instructeur, auteur: Auteur, at: datetime,
) -> Correction:  # fmt: skip
    """Hang a correction on a message just sent, and send the dossier back if it was en instruction."""
    at = pas_avant(dossier, at)
    correction = corrections.demander(tx, dossier, message=message, raison=raison, at=at)
    precedent = dossier.state
    if precedent in TRANSITIONS[Action.demander_correction].sources:
        renvoyer_pour_correction(
            tx, dossier, demarche=demarche, instructeur=instructeur, depuis=navigateur(auteur),
            at=at,
        )  # fmt: skip
        changer_d_etat(tx, dossier, precedent=precedent, auteur=auteur, at=at)
    if auteur.jeton is None:  # by API nobody is told (api 14.17)
        badger(tx, dossier, Fait.correction_demandee, at=at)
    if demarche.sva_svr:
        consigner(
            tx, OPERATIONS[raison], dossier, demarche=demarche, auteur=auteur, at=at,
            sujet={**photographie(dossier), "message_id": message.id, "raison": raison},
        )  # fmt: skip
    return correction


def resoudre(tx: Transaction, dossier: Dossier, *, at: datetime) -> Correction | None:
    """What a new deposit does of the correction that was awaited, if one was (rules 3.5.3)."""
    correction = correction_en_attente(tx, dossier)
    if correction is None:
        return None
    corrections.resoudre(dossier, correction=correction, at=at)
    badger(tx, dossier, Fait.correction_resolue, at=at)
    tx.publish(
        CorrectionResolue(
            correction_id=correction.id, dossier_id=dossier.id,
            demarche_id=dossier.demarche_id, le=at,
        )
    )  # fmt: skip
    return correction
