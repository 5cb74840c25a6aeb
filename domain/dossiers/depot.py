"""Deposits: the first one, and those that send edits (rules 3.4, 3.5). `domain/reponses/depot.py`
calls these with the answers loaded and checked."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from domain.demarches.models import Demarche, Etat
from domain.dossiers.affectation import affecter
from domain.dossiers.dates import recalculer_expiration, toucher
from domain.dossiers.historique import Navigateur, Traitement
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action, after
from domain.dossiers.sva_svr import Correction, date_de_decision
from domain.errors import DomainError
from domain.formulaires.formulaire import Visibilite
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.groupes_instructeurs.routage import router
from domain.transactions import Transaction


class DemarcheFermee(DomainError):
    """rules 1.1.4"""

    code = "demarche_fermee"

    def __init__(self) -> None:
        super().__init__("La démarche est close : elle ne reçoit plus de dossiers")


class ApercuNonDeposable(DomainError):
    """rules 3.2"""

    code = "apercu"

    def __init__(self) -> None:
        super().__init__("L’aperçu d’un formulaire ne se dépose pas")


class PasLeTitulaire(DomainError):
    """rules 3.4.7"""

    code = "pas_le_titulaire"

    def __init__(self) -> None:
        super().__init__("Seul le titulaire d’un dossier peut le déposer")


def deposer(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    groupes: Sequence[GroupeInstructeur],
    champs_connus: Sequence[int],
    visibilite: Visibilite,
    deposant_id: int | None = None,
    navigateur: Navigateur | None = None,
    at: datetime,
) -> None:
    """The first deposit, and its routing (rules 3.4.5).

    `champs_connus` are the stable ids of the dossier's form, `visibilite` its answers; `deposant_id`
    is the account that deposits, None for who acts in its owner's name. Raises DemarcheFermee,
    ApercuNonDeposable, PasLeTitulaire, TransitionInterdite.
    """
    verifier_le_depot(dossier, Action.deposer, demarche=demarche, deposant_id=deposant_id)
    dossier.move(Action.deposer)
    dossier.depose_le = at
    _mettre_en_construction(tx, dossier, demarche=demarche, navigateur=navigateur, at=at)
    reorienter(tx, dossier, groupes, champs_connus=champs_connus, visibilite=visibilite, at=at)
    if demarche.sva_svr:
        dossier.decision_sva_svr_le = date_de_decision(demarche.sva_svr, depose_le=at, at=at)


def redeposer(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    groupes: Sequence[GroupeInstructeur] = (),
    champs_connus: Sequence[int] = (),
    visibilite: Visibilite | None = None,
    corrections: Iterable[Correction] = (),
    deposant_id: int | None = None,
    navigateur: Navigateur | None = None,
    at: datetime,
) -> None:
    """A new deposit of a dossier that is still being built (rules 3.5.3): routed again when its
    answers are given, the clock of SVA/SVR set again by all its `corrections`.

    Raises PasLeTitulaire, TransitionInterdite.
    """
    verifier_le_depot(dossier, Action.redeposer, demarche=demarche, deposant_id=deposant_id)
    dossier.move(Action.redeposer)
    _mettre_en_construction(tx, dossier, demarche=demarche, navigateur=navigateur, at=at)
    if visibilite is not None:
        reorienter(tx, dossier, groupes, champs_connus=champs_connus, visibilite=visibilite, at=at)
    if demarche.sva_svr and dossier.depose_le:
        dossier.decision_sva_svr_le = date_de_decision(
            demarche.sva_svr, depose_le=dossier.depose_le, corrections=corrections, at=at
        )


def verifier_le_depot(
    dossier: Dossier, action: Action, *, demarche: Demarche, deposant_id: int | None
) -> None:
    """What refuses a deposit before its answers are looked at. A démarche that is closed goes on
    with the dossiers that it has (rules 1.1.5)."""
    after(dossier.state, action)
    if deposant_id is not None and deposant_id != dossier.usager_id:
        raise PasLeTitulaire
    if action is Action.deposer and demarche.etat is Etat.close:
        raise DemarcheFermee
    if dossier.apercu:
        raise ApercuNonDeposable


def reorienter(
    tx: Transaction, dossier: Dossier, groupes: Sequence[GroupeInstructeur], *,
    champs_connus: Sequence[int], visibilite: Visibilite, at: datetime,
) -> None:  # fmt: skip
    """A groupe that a person chose is kept (rules 1.11.5)."""
    if dossier.groupe_force:
        return
    groupe = router(groupes, connus=champs_connus, valeur_de=visibilite.valeur)
    precedent = next((g for g in groupes if g.id == dossier.groupe_instructeur_id), None)
    affecter(tx, dossier, groupe=groupe, precedent=precedent, at=at)


def _mettre_en_construction(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, navigateur: Navigateur | None,
    at: datetime,
) -> None:  # fmt: skip
    dossier.en_construction_le = at
    dossier.revision_deposee_id = dossier.revision_id
    dossier.conservation_extension = timedelta()
    recalculer_expiration(dossier, demarche=demarche)
    tx.add(
        Traitement(
            dossier_id=dossier.id,
            revision_id=dossier.revision_id,
            state=dossier.state,
            traite_le=at,
            navigateur=navigateur.nom if navigateur else None,
            navigateur_version=navigateur.version if navigateur else None,
        )
    )
    toucher(dossier, at=at)
