"""What an instructeur, or time itself, does to a dossier (rules 3.2 and 3.6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.dates import recalculer_expiration, toucher
from domain.dossiers.historique import Navigateur, Suivi, Traitement
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action, State
from domain.dossiers.suivi import suivre
from domain.dossiers.suppression import raison_restante
from domain.errors import DomainError
from domain.textes import propre
from domain.transactions import Transaction


class Correction(Protocol):
    """A request for correction, as far as decisions are concerned: it ends when they come."""

    resolue_le: datetime | None


class MotivationRequise(DomainError):
    """rules 3.6.5"""

    code = "motivation_requise"

    def __init__(self) -> None:
        super().__init__("Une motivation est nécessaire pour refuser un dossier ou le classer sans suite")  # fmt: skip


class UsagerParti(DomainError):
    """rules 9.6.2"""

    code = "usager_parti"

    def __init__(self) -> None:
        super().__init__("Le compte de l’usager a été supprimé : sa décision ne se reprend plus")


class RetourImpossible(DomainError):
    """rules 1.10.5"""

    code = "retour_impossible"

    def __init__(self) -> None:
        super().__init__(
            "Sur une démarche SVA/SVR, seule une demande de correction renvoie un dossier en construction"
        )


# The decision that an action takes, when no instructeur signs it.
AUTOMATIQUES = {
    Action.passer_en_instruction: Action.passer_automatiquement_en_instruction,
    Action.accepter: Action.accepter_automatiquement,
    Action.refuser: Action.refuser_automatiquement,
}

MOTIVEES = frozenset({Action.refuser, Action.classer_sans_suite})


def passer_en_instruction(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    instructeur: Instructeur | None,
    suivis: list[Suivi],
    corrections: Iterable[Correction] = (),
    depuis: Navigateur | None = None,
    at: datetime,
) -> None:
    """By an instructeur, who then follows, or automatically when None (rules 3.6.1, 3.6.2).

    Pending `corrections` are over. Raises TransitionInterdite.
    """
    _agir(
        tx, dossier, Action.passer_en_instruction, demarche=demarche, par=instructeur,
        depuis=depuis, at=at,
    )  # fmt: skip
    for correction in corrections:
        correction.resolue_le = at
    if instructeur is not None:
        suivre(tx, dossier, instructeur=instructeur, suivis=suivis, at=at)
    elif demarche.declarative:
        dossier.declaratif_declenche_le = at


def repasser_en_construction(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, instructeur: Instructeur | None,
    depuis: Navigateur | None = None, at: datetime,
) -> None:  # fmt: skip
    """The conservation clock starts again (rules 3.6.3). Raises RetourImpossible on SVA/SVR."""
    if demarche.sva_svr:
        raise RetourImpossible
    _agir(
        tx, dossier, Action.repasser_en_construction, demarche=demarche, par=instructeur,
        depuis=depuis, at=at,
    )  # fmt: skip


def renvoyer_pour_correction(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, instructeur: Instructeur | None,
    depuis: Navigateur | None = None, at: datetime,
) -> None:  # fmt: skip
    """The way back that a request for correction opens, on every démarche (rules 3.10.2)."""
    _agir(
        tx, dossier, Action.demander_correction, demarche=demarche, par=instructeur,
        depuis=depuis, at=at,
    )  # fmt: skip


def repasser_en_instruction(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, instructeur: Instructeur | None,
    depuis: Navigateur | None = None, at: datetime,
) -> None:  # fmt: skip
    """Undo a decision: the dossier is shown again to its usager, unarchived, its motivation gone.

    `traite_le` keeps the date of the decision undone (rules 3.6.7, api 14.18). Raises UsagerParti.
    """
    if dossier.usager_id is None:
        raise UsagerParti
    _agir(
        tx, dossier, Action.repasser_en_instruction, demarche=demarche, par=instructeur,
        depuis=depuis, at=at,
    )  # fmt: skip
    dossier.motivation = None
    dossier.archive = False
    dossier.archive_le = dossier.archive_par = None
    dossier.cache_par_usager_le = None
    dossier.cache_raison = raison_restante(dossier)
    dossier.decision_sva_svr_le = None


def accepter(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, instructeur: Instructeur | None,
    motivation: str | None = None, depuis: Navigateur | None = None, at: datetime,
) -> None:  # fmt: skip
    _decider(tx, dossier, Action.accepter, demarche, instructeur, motivation, depuis, at)


def refuser(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, instructeur: Instructeur | None,
    motivation: str | None, depuis: Navigateur | None = None, at: datetime,
) -> None:  # fmt: skip
    _decider(tx, dossier, Action.refuser, demarche, instructeur, motivation, depuis, at)


def classer_sans_suite(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, instructeur: Instructeur | None,
    motivation: str | None, depuis: Navigateur | None = None, at: datetime,
) -> None:  # fmt: skip
    _decider(tx, dossier, Action.classer_sans_suite, demarche, instructeur, motivation, depuis, at)


DECISIONS = {
    State.accepte: accepter,
    State.refuse: refuser,
    State.sans_suite: classer_sans_suite,
}


def pas_avant(dossier: Dossier, at: datetime) -> datetime:
    """`at`, or the last change of state if who acts now asked before it and waited: what happens to a
    dossier is told in the order in which it happened."""
    connues = (dossier.en_construction_le, dossier.en_instruction_le, dossier.traite_le)
    return max([at, *filter(None, connues)])


def motiver(action: Action, motivation: str | None) -> str | None:
    """What is kept of a motivation. Raises MotivationRequise (rules 3.6.5)."""
    motivation = propre(motivation or "").strip() or None
    if action in MOTIVEES and motivation is None:
        raise MotivationRequise
    return motivation


def _decider(
    tx: Transaction, dossier: Dossier, action: Action, demarche: Demarche,
    instructeur: Instructeur | None, motivation: str | None, depuis: Navigateur | None,
    at: datetime,
) -> None:  # fmt: skip
    """A decision, automatic without an instructeur (rules 3.6.4, 3.6.5). Raises MotivationRequise."""
    motivation = motiver(action, motivation)
    _agir(
        tx, dossier, action, demarche=demarche, par=instructeur, motivation=motivation,
        depuis=depuis, at=at,
    )  # fmt: skip
    dossier.motivation = motivation
    if instructeur is None and demarche.declarative:
        dossier.declaratif_declenche_le = dossier.declaratif_declenche_le or at
    if instructeur is None and demarche.sva_svr:
        dossier.decision_sva_svr_declenchee_le = at


def _agir(
    tx: Transaction, dossier: Dossier, action: Action, *, demarche: Demarche,
    par: Instructeur | None, motivation: str | None = None, depuis: Navigateur | None = None,
    at: datetime,
) -> None:  # fmt: skip
    """One row of the table of states: the move, its date, its traitement, the expiry it gives."""
    dossier.move(action if par else AUTOMATIQUES.get(action, action))
    if dossier.state is State.en_construction:
        dossier.en_construction_le = at
    elif dossier.state is State.en_instruction:
        dossier.en_instruction_le = at
    else:
        dossier.traite_le = at
        # Accepted on arrival: it was never seen en instruction (rules 1.9.2).
        dossier.en_instruction_le = dossier.en_instruction_le or at
    dossier.conservation_extension = timedelta()
    recalculer_expiration(dossier, demarche=demarche)
    tx.add(
        Traitement(
            dossier_id=dossier.id, revision_id=dossier.revision_id, state=dossier.state,
            traite_le=at, instructeur_email=par.compte.email if par else None,
            motivation=motivation,
            navigateur=depuis.nom if depuis else None,
            navigateur_version=depuis.version if depuis else None,
        )
    )  # fmt: skip
    toucher(dossier, at=at)
