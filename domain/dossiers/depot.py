from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.demarches.models import Demarche, Etat
from domain.dossiers.affectation import affecter
from domain.dossiers.dates import recalculer_expiration, toucher
from domain.dossiers.historique import Traitement
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action
from domain.dossiers.sva_svr import date_de_decision
from domain.errors import DomainError
from domain.formulaires.formulaire import Visibilite
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.groupes_instructeurs.routage import router
from domain.transactions import Transaction


class DemarcheFermee(DomainError):
    """rules 1.1.4"""

    def __init__(self) -> None:
        super().__init__("La démarche est close : elle ne reçoit plus de dossiers")


def deposer(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    groupes: Sequence[GroupeInstructeur],
    champs_connus: Sequence[int],
    visibilite: Visibilite,
    at: datetime,
) -> None:
    """The first deposit, and its routing (rules 3.4.5). Raises DemarcheFermee, TransitionInterdite.

    `champs_connus` are the stable ids of the dossier's form, `visibilite` its answers.
    """
    if demarche.etat is Etat.close:
        raise DemarcheFermee
    dossier.move(Action.deposer)
    dossier.depose_le = at
    _mettre_en_construction(tx, dossier, demarche=demarche, at=at)
    groupe = router(groupes, connus=champs_connus, valeur_de=visibilite.valeur)
    affecter(tx, dossier, groupe=groupe, at=at)
    if demarche.sva_svr:
        dossier.decision_sva_svr_le = date_de_decision(demarche.sva_svr, depose_le=at, at=at)


def redeposer(tx: Transaction, dossier: Dossier, *, demarche: Demarche, at: datetime) -> None:
    """A new deposit of a dossier that is still being built (rules 3.5.3)."""
    dossier.move(Action.redeposer)
    _mettre_en_construction(tx, dossier, demarche=demarche, at=at)


def _mettre_en_construction(
    tx: Transaction, dossier: Dossier, *, demarche: Demarche, at: datetime
) -> None:
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
        )
    )
    toucher(dossier, at=at)
