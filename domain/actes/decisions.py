"""The decision on a dossier, and all that goes with it (rules 3.6.4-3.6.6, api 10.2)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import demarche_de, exiger_transition, interdite
from domain.actes.suites import (
    annoncer,
    annoncer_aux_experts,
    badger,
    effacer_les_pieces_d_identite,
    joindre_le_justificatif,
    obstacles_a_la_decision,
)
from domain.actes.trace import changer_d_etat, consigner, navigateur, photographie_entiere
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Instructeur
from domain.courriels.models import Modele
from domain.demarches.models import Demarche
from domain.dossiers.decisions import DECISIONS, motiver, pas_avant
from domain.dossiers.events import DossierDecide
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action, State
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.journal.models import Operation
from domain.reponses.decision import SIRET_INCOMPLET, GenreObstacle
from domain.transactions import Transaction


class SiretIncomplet(DomainError):
    code = "siret_incomplet"

    def __init__(self) -> None:
        super().__init__(SIRET_INCOMPLET)


ACTIONS = {
    State.accepte: Action.accepter,
    State.refuse: Action.refuser,
    State.sans_suite: Action.classer_sans_suite,
}
MODELES = {
    State.accepte: Modele.closed_mail,
    State.refuse: Modele.refused_mail,
    State.sans_suite: Modele.without_continuation,
}


def accepter(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    motivation: str | None = None, justificatif: FichierVerifie | None = None, notifier: bool = True,
    at: datetime,
) -> None:  # fmt: skip
    """Raises TransitionInterdite, SiretIncomplet, AccesRefuse."""
    _decider(
        tx, dossier, State.accepte, instructeur=instructeur, auteur=auteur, motivation=motivation,
        justificatif=justificatif, notifier=notifier, at=at,
    )  # fmt: skip


def refuser(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    motivation: str | None, justificatif: FichierVerifie | None = None, notifier: bool = True,
    at: datetime,
) -> None:  # fmt: skip
    """Raises TransitionInterdite, SiretIncomplet, MotivationRequise, AccesRefuse."""
    _decider(
        tx, dossier, State.refuse, instructeur=instructeur, auteur=auteur, motivation=motivation,
        justificatif=justificatif, notifier=notifier, at=at,
    )  # fmt: skip


def classer_sans_suite(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    motivation: str | None, justificatif: FichierVerifie | None = None, notifier: bool = True,
    at: datetime,
) -> None:  # fmt: skip
    """Raises TransitionInterdite, SiretIncomplet, MotivationRequise, AccesRefuse."""
    _decider(
        tx, dossier, State.sans_suite, instructeur=instructeur, auteur=auteur,
        motivation=motivation, justificatif=justificatif, notifier=notifier, at=at,
    )  # fmt: skip


def _decider(
    tx: Transaction, dossier: Dossier, decision: State, *, instructeur: Instructeur | None,
    auteur: Auteur, motivation: str | None, justificatif: FichierVerifie | None, notifier: bool,
    at: datetime,
) -> None:  # fmt: skip
    demarche = demarche_de(tx, dossier)
    action = ACTIONS[decision]
    exiger_transition(tx, dossier, action)
    obstacles = obstacles_a_la_decision(tx, dossier, at=at)
    if GenreObstacle.siret in obstacles:
        raise SiretIncomplet
    if obstacles:
        raise interdite(tx, dossier, action)
    motiver(action, motivation)
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    rendre(
        tx, dossier, decision, demarche=demarche, instructeur=instructeur, auteur=auteur,
        motivation=motivation, justificatif=justificatif, notifier=notifier, at=at,
    )  # fmt: skip


def rendre(
    tx: Transaction, dossier: Dossier, decision: State, *, demarche: Demarche,
    instructeur: Instructeur | None, auteur: Auteur, motivation: str | None,
    justificatif: FichierVerifie | None = None, notifier: bool = True, at: datetime,
) -> None:  # fmt: skip
    """All that a decision is, once nothing forbids it; taken by time when no instructeur."""
    precedent, at = dossier.state, pas_avant(dossier, at)
    DECISIONS[decision](
        tx, dossier, demarche=demarche, instructeur=instructeur, motivation=motivation,
        depuis=navigateur(auteur), at=at,
    )  # fmt: skip
    if justificatif is not None:
        joindre_le_justificatif(tx, dossier, justificatif, at=at)
    consigner(
        tx, Operation(ACTIONS[decision]), dossier, demarche=demarche, auteur=auteur,
        sujet=photographie_entiere(tx, dossier), at=at,
    )  # fmt: skip
    badger(tx, dossier, Fait.decide, at=at)
    annoncer(tx, dossier, MODELES[decision], notifier=notifier, at=at)
    annoncer_aux_experts(tx, dossier, at=at)
    effacer_les_pieces_d_identite(tx, dossier, at=at)
    changer_d_etat(tx, dossier, precedent=precedent, auteur=auteur, at=at)
    tx.publish(
        DossierDecide(
            dossier_id=dossier.id, demarche_id=demarche.id, state=dossier.state,
            automatique=auteur.automatique, notifier=notifier, le=at,
        )
    )  # fmt: skip
