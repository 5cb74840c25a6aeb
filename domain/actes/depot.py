"""Depositing a dossier, and depositing it again with its edits (rules 3.4, 3.5).

What a démarche does by itself follows at once: declarative, or silence that begins to be counted.
"""

from datetime import datetime

from sqlalchemy import select

from domain.actes.affectation import laisser_les_suiveurs
from domain.actes.automatismes import appliquer_le_declaratif, appliquer_le_silence
from domain.actes.lectures import demarche_de, exiger_transition
from domain.actes.suites import annoncer, annoncer_le_depot, badger
from domain.actes.trace import changer_d_etat, consigner, navigateur
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Compte
from domain.courriels.models import Modele
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.journal.models import Operation
from domain.messagerie.events import CorrectionResolue
from domain.reponses import depot
from domain.transactions import Transaction


def deposer(
    tx: Transaction, dossier: Dossier, *, usager: Compte | None, auteur: Auteur, at: datetime
) -> None:
    """The first deposit. `usager` is who deposits, None for a program that acts in its owner's name.

    Raises TransitionInterdite, then what `domain.reponses.depot.deposer` raises.
    """
    exiger_transition(tx, dossier, Action.deposer)
    demarche = demarche_de(tx, dossier)
    precedent = dossier.state
    depot.deposer(
        tx, dossier, demarche=demarche, groupes=_groupes(tx, dossier),
        deposant_id=usager.id if usager else None, navigateur=navigateur(auteur), at=at,
    )  # fmt: skip
    consigner(tx, Operation.deposer, dossier, demarche=demarche, auteur=auteur, at=at)
    badger(tx, dossier, Fait.depose, at=at)
    annoncer(tx, dossier, Modele.initiated_mail, at=at)
    annoncer_le_depot(tx, dossier, at=at)
    changer_d_etat(tx, dossier, precedent=precedent, auteur=auteur, at=at)
    _suivre_la_demarche(tx, dossier, at=at)


def redeposer(
    tx: Transaction, dossier: Dossier, *, usager: Compte | None, auteur: Auteur,
    correction_faite: bool = False, at: datetime,
) -> None:  # fmt: skip
    """`correction_faite` is the box that SVA/SVR asks to tick (rules 1.10.5).

    Raises TransitionInterdite, then what `domain.reponses.depot.redeposer` raises.
    """
    exiger_transition(tx, dossier, Action.redeposer)
    demarche = demarche_de(tx, dossier)
    precedent, ancien = dossier.state, dossier.groupe_instructeur_id
    correction = depot.redeposer(
        tx, dossier, demarche=demarche, groupes=_groupes(tx, dossier),
        correction_faite=correction_faite, deposant_id=usager.id if usager else None,
        navigateur=navigateur(auteur), at=at,
    )  # fmt: skip
    if correction is not None:
        badger(tx, dossier, Fait.correction_resolue, at=at)
        tx.publish(
            CorrectionResolue(
                correction_id=correction.id, dossier_id=dossier.id, demarche_id=demarche.id, le=at
            )
        )
    if dossier.groupe_instructeur_id != ancien:
        groupe = tx.session.get_one(GroupeInstructeur, dossier.groupe_instructeur_id)
        laisser_les_suiveurs(tx, dossier, groupe=groupe, ancien=ancien, at=at)
    badger(tx, dossier, Fait.redepose, at=at)
    consigner(tx, Operation.deposer, dossier, demarche=demarche, auteur=auteur, at=at)
    changer_d_etat(tx, dossier, precedent=precedent, auteur=auteur, at=at)
    _suivre_la_demarche(tx, dossier, at=at)


def _groupes(tx: Transaction, dossier: Dossier) -> list[GroupeInstructeur]:
    siens = select(GroupeInstructeur).where(GroupeInstructeur.demarche_id == dossier.demarche_id)
    return list(tx.session.scalars(siens.order_by(GroupeInstructeur.id)))


def _suivre_la_demarche(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    tx.flush()
    appliquer_le_declaratif(tx, dossier, at=at)
    appliquer_le_silence(tx, dossier, at=at)
