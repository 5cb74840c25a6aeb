"""The decision on a dossier, and all that goes with it (rules 3.6.4-3.6.6, api 10.2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.actes.droits import AccesRefuse, groupes_de
from domain.actes.lectures import demarche_de, exiger_transition, interdite
from domain.actes.suites import (
    annoncer_a_tous,
    annoncer_aux_experts,
    badger_les_decides,
    effacer_les_pieces_d_identite,
    examiner_avant_decision,
    joindre_le_justificatif,
)
from domain.actes.trace import changer_d_etat, consigner, navigateur, photographie_entiere
from domain.actes.tri import Tri
from domain.auteurs import Auteur
from domain.comptes.models import Instructeur
from domain.courriels.models import Modele
from domain.demarches.models import Demarche
from domain.dossiers.champs import Champ
from domain.dossiers.decisions import DECISIONS, motiver, pas_avant
from domain.dossiers.events import DossierDecide
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action, State
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.journal.models import Operation
from domain.reponses.decision import SIRET_INCOMPLET, Examen, GenreObstacle
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
    _decider_d_un(
        tx, dossier, State.accepte, instructeur=instructeur, auteur=auteur, motivation=motivation,
        justificatif=justificatif, notifier=notifier, at=at,
    )  # fmt: skip


def refuser(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    motivation: str | None, justificatif: FichierVerifie | None = None, notifier: bool = True,
    at: datetime,
) -> None:  # fmt: skip
    """Raises TransitionInterdite, SiretIncomplet, MotivationRequise, AccesRefuse."""
    _decider_d_un(
        tx, dossier, State.refuse, instructeur=instructeur, auteur=auteur, motivation=motivation,
        justificatif=justificatif, notifier=notifier, at=at,
    )  # fmt: skip


def classer_sans_suite(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    motivation: str | None, justificatif: FichierVerifie | None = None, notifier: bool = True,
    at: datetime,
) -> None:  # fmt: skip
    """Raises TransitionInterdite, SiretIncomplet, MotivationRequise, AccesRefuse."""
    _decider_d_un(
        tx, dossier, State.sans_suite, instructeur=instructeur, auteur=auteur,
        motivation=motivation, justificatif=justificatif, notifier=notifier, at=at,
    )  # fmt: skip


def _decider_d_un(tx: Transaction, dossier: Dossier, decision: State, **donnes: Any) -> None:
    for refus in decider(tx, [dossier], decision, **donnes).values():
        raise refus


def decider(
    tx: Transaction, dossiers: Sequence[Dossier], decision: State, *,
    instructeur: Instructeur | None, auteur: Auteur, motivation: str | None = None,
    justificatif: FichierVerifie | None = None, notifier: bool = True, at: datetime,
) -> dict[int, DomainError]:  # fmt: skip
    """One decision on several dossiers of a démarche. What has to be looked up is looked up for all of
    them at once, so that many cost as many statements as one.

    Returns, by number, why it is refused of some: nothing of these has changed."""
    demarche, action = demarche_de(tx, dossiers[0]), ACTIONS[decision]
    mouvables = Tri(dossiers, lambda dossier: exiger_transition(tx, dossier, action))
    examens = examiner_avant_decision(tx, mouvables.admis, at=at)
    siens = groupes_de(tx, instructeur, mouvables.admis)

    def exiger(dossier: Dossier) -> None:
        genres = {obstacle.genre for obstacle in examens[dossier.id].obstacles}
        if GenreObstacle.siret in genres:
            raise SiretIncomplet
        if genres:
            raise interdite(tx, dossier, action)
        motiver(action, motivation)
        if dossier.groupe_instructeur_id not in siens:
            raise AccesRefuse

    decidables = Tri(mouvables.admis, exiger)
    rendre(
        tx, decidables.admis, decision, examens=examens, demarche=demarche,
        instructeur=instructeur, auteur=auteur, motivation=motivation, justificatif=justificatif,
        notifier=notifier, at=at,
    )  # fmt: skip
    return {**mouvables.refus, **decidables.refus}


def rendre(
    tx: Transaction, dossiers: Sequence[Dossier], decision: State, *,
    examens: Mapping[int, Examen], demarche: Demarche, instructeur: Instructeur | None,
    auteur: Auteur, motivation: str | None, justificatif: FichierVerifie | None = None,
    notifier: bool = True, at: datetime,
) -> None:  # fmt: skip
    """All that a decision is, once nothing forbids it; taken by time when no instructeur."""
    for instant, ensemble in _par_instant(dossiers, at).items():
        precedents = {dossier.id: dossier.state for dossier in ensemble}
        for dossier in ensemble:
            _arreter(
                tx, dossier, decision, lignes=examens[dossier.id].lignes, demarche=demarche,
                instructeur=instructeur, auteur=auteur, motivation=motivation,
                justificatif=justificatif, at=instant,
            )  # fmt: skip
        badger_les_decides(tx, ensemble)
        annoncer_a_tous(tx, ensemble, MODELES[decision], notifier=notifier, at=instant)
        annoncer_aux_experts(tx, ensemble, at=instant)
        effacer_les_pieces_d_identite(tx, ensemble, at=instant)
        for dossier in ensemble:
            changer_d_etat(
                tx, dossier, precedent=precedents[dossier.id], auteur=auteur, at=instant
            )  # fmt: skip
            tx.publish(
                DossierDecide(
                    dossier_id=dossier.id, demarche_id=demarche.id, state=dossier.state,
                    automatique=auteur.automatique, notifier=notifier, le=instant,
                )
            )  # fmt: skip


def _par_instant(dossiers: Iterable[Dossier], at: datetime) -> dict[datetime, list[Dossier]]:
    """At `at`, but for those that moved after it."""
    ensembles: dict[datetime, list[Dossier]] = defaultdict(list)
    for dossier in dossiers:
        ensembles[pas_avant(dossier, at)].append(dossier)
    return ensembles


def _arreter(
    tx: Transaction, dossier: Dossier, decision: State, *, lignes: Iterable[Champ],
    demarche: Demarche, instructeur: Instructeur | None, auteur: Auteur, motivation: str | None,
    justificatif: FichierVerifie | None, at: datetime,
) -> None:  # fmt: skip
    """What the decision writes of one dossier: its state, its history, its journal."""
    DECISIONS[decision](
        tx, dossier, demarche=demarche, instructeur=instructeur, motivation=motivation,
        depuis=navigateur(auteur), at=at,
    )  # fmt: skip
    if justificatif is not None:
        joindre_le_justificatif(tx, dossier, justificatif, at=at)
    consigner(
        tx, Operation(ACTIONS[decision]), dossier, demarche=demarche, auteur=auteur,
        sujet=photographie_entiere(dossier, lignes), at=at,
    )  # fmt: skip
