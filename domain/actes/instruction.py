"""Taking a dossier in hand, and sending it back (rules 3.6.1, 3.6.3, 3.6.7; api 10.1, 10.3-10.5)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import (
    correction_en_attente,
    demarche_de,
    exiger_transition,
    interdite,
    suivis_de,
)
from domain.actes.suites import (
    annoncer,
    badger,
    oublier_les_modifications,
    retirer_les_pieces_de_la_decision,
    suivi_de,
)
from domain.actes.trace import changer_d_etat, consigner, navigateur
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Instructeur
from domain.courriels.models import Modele
from domain.demarches.models import Demarche, Etat
from domain.dossiers import decisions
from domain.dossiers.decisions import RetourImpossible, pas_avant
from domain.dossiers.events import DossierReinstruit
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action
from domain.errors import DomainError
from domain.journal.models import Operation
from domain.messagerie.events import CorrectionResolue
from domain.messagerie.models import Correction
from domain.transactions import Transaction


class EnAttenteDeCorrection(DomainError):
    code = "en_attente_de_correction"

    def __init__(self) -> None:
        super().__init__("Le dossier est en attente de correction")


def passer_en_instruction(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    notifier: bool = True, at: datetime,
) -> None:  # fmt: skip
    """Raises TransitionInterdite, EnAttenteDeCorrection, AccesRefuse, in this order."""
    demarche = demarche_de(tx, dossier)
    exiger_transition(tx, dossier, Action.passer_en_instruction)
    correction = correction_en_attente(tx, dossier)
    if correction is not None and correction_bloquante(demarche):
        raise EnAttenteDeCorrection
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    prendre_en_main(
        tx, dossier, demarche=demarche, correction=correction, instructeur=instructeur,
        auteur=auteur, notifier=notifier, at=at,
    )  # fmt: skip


def correction_bloquante(demarche: Demarche) -> bool:
    """rules 3.2"""
    active = demarche.options.get("blocking_pending_correction", False)
    return bool(active) and demarche.etat is Etat.publiee


def prendre_en_main(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, correction: Correction | None,
    instructeur: Instructeur | None, auteur: Auteur, notifier: bool = True, at: datetime,
) -> None:  # fmt: skip
    """All that passing en instruction is, once nothing forbids it; by time when no instructeur."""
    precedent, at = dossier.state, pas_avant(dossier, at)
    suivis = suivis_de(tx, dossier) if instructeur else []
    with suivi_de(tx, dossier, instructeur, suivis, at=at):
        decisions.passer_en_instruction(
            tx, dossier, demarche=demarche, instructeur=instructeur, suivis=suivis,
            corrections=[correction] if correction else (), depuis=navigateur(auteur), at=at,
        )  # fmt: skip
    badger(tx, dossier, Fait.instruit, at=at)
    if correction is not None:
        badger(tx, dossier, Fait.correction_resolue, at=at)
        tx.publish(
            CorrectionResolue(
                correction_id=correction.id, dossier_id=dossier.id, demarche_id=demarche.id, le=at
            )
        )
    oublier_les_modifications(tx, dossier, at=at)
    consigner(tx, Operation.passer_en_instruction, dossier, demarche=demarche, auteur=auteur, at=at)
    annoncer(tx, dossier, Modele.received_mail, notifier=notifier, at=at)
    changer_d_etat(tx, dossier, precedent=precedent, auteur=auteur, at=at)


def repasser_en_construction(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    at: datetime,
) -> None:  # fmt: skip
    """No mail, no message. Raises TransitionInterdite, RetourImpossible, AccesRefuse."""
    demarche = demarche_de(tx, dossier)
    exiger_transition(tx, dossier, Action.repasser_en_construction)
    if demarche.sva_svr:
        raise RetourImpossible
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    precedent, at = dossier.state, pas_avant(dossier, at)
    decisions.repasser_en_construction(
        tx, dossier, demarche=demarche, instructeur=instructeur, depuis=navigateur(auteur), at=at
    )
    consigner(
        tx, Operation.repasser_en_construction, dossier, demarche=demarche, auteur=auteur, at=at
    )
    changer_d_etat(tx, dossier, precedent=precedent, auteur=auteur, at=at)


def repasser_en_instruction(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    notifier: bool = True, at: datetime,
) -> None:  # fmt: skip
    """Undo a decision, with the papers that it made.

    Raises TransitionInterdite, also when the usager's account is gone (api 10.3), and AccesRefuse.
    """
    demarche = demarche_de(tx, dossier)
    exiger_transition(tx, dossier, Action.repasser_en_instruction)
    if dossier.usager_id is None:
        raise interdite(tx, dossier, Action.repasser_en_instruction)
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    precedent, at = dossier.state, pas_avant(dossier, at)
    decisions.repasser_en_instruction(
        tx, dossier, demarche=demarche, instructeur=instructeur, depuis=navigateur(auteur), at=at
    )
    badger(tx, dossier, Fait.reinstruit, at=at)
    retirer_les_pieces_de_la_decision(tx, dossier, at=at)
    consigner(
        tx, Operation.repasser_en_instruction, dossier, demarche=demarche, auteur=auteur, at=at
    )
    annoncer(tx, dossier, Modele.re_instructed_mail, notifier=notifier, at=at)
    changer_d_etat(tx, dossier, precedent=precedent, auteur=auteur, at=at)
    tx.publish(DossierReinstruit(dossier_id=dossier.id, demarche_id=demarche.id, le=at))
