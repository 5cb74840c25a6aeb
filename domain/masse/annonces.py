"""What experts are told of an operation on many dossiers: one mail each, not one for each dossier."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import joinedload

from domain.avis.identites import nom_pour_les_experts
from domain.avis.models import Avis, ExpertDemarche
from domain.comptes.models import Compte, Expert, Instructeur
from domain.courriels.annonces import DECISIONS
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import Plateforme
from domain.courriels.poste import poster
from domain.demarches.models import Demarche
from domain.dossiers.states import State
from domain.masse.models import ActeDeMasse, ElementDeMasse, Issue, OperationDeMasse
from domain.transactions import Transaction

RENDUES = {
    ActeDeMasse.accepter: State.accepte,
    ActeDeMasse.refuser: State.refuse,
    ActeDeMasse.classer_sans_suite: State.sans_suite,
}


def annoncer_aux_experts(
    tx: Transaction, operation: OperationDeMasse, *, plateforme: Plateforme, at: datetime
) -> None:
    """Of this passage of the operation; told once, however often it is called."""
    if operation.acte is ActeDeMasse.demander_avis:
        nom, mots, experts = Nom.avis_demandes_en_masse, dict[str, str](), _demandes(operation)
    elif operation.acte in RENDUES:
        decision = DECISIONS[RENDUES[operation.acte]]
        nom, mots, experts = Nom.decisions_pour_expert, {"decision": decision}, _decides(operation)
    else:
        return
    auteur, demarche = _mots(tx, operation)
    for email, numeros in tx.session.execute(experts).all():
        poster(
            tx, nom, a=[email], evenement=f"masse-{operation.id}-{operation.passage}",
            mots={**mots, "auteur": auteur, "demarche": demarche.libelle,
                  "dossiers": _enumeres(numeros)},
            lien=plateforme.demarche_a_expertiser(demarche.id), plateforme=plateforme, at=at,
        )  # fmt: skip


def _mots(tx: Transaction, operation: OperationDeMasse) -> tuple[str, Demarche]:
    instructeur = tx.session.scalars(
        select(Instructeur)
        .where(Instructeur.id == operation.instructeur_id)
        .options(joinedload(Instructeur.compte))
        .execution_options(populate_existing=True)
    ).one()
    demarche = tx.session.get_one(Demarche, operation.demarche_id)
    return nom_pour_les_experts(demarche, instructeur), demarche


def _par_expert(operation: OperationDeMasse) -> Select[*tuple[Any, ...]]:
    """Addresses, and the numbers of the dossiers of this passage that are theirs to hear of."""
    numeros = func.array_agg(aggregate_order_by(Avis.dossier_id.distinct(), Avis.dossier_id))
    return (
        select(Compte.email, numeros)
        .join(Expert, Expert.compte_id == Compte.id)
        .join(Avis, Avis.expert_id == Expert.id)
        .join(ElementDeMasse, ElementDeMasse.dossier_id == Avis.dossier_id)
        .where(
            ElementDeMasse.operation_id == operation.id,
            ElementDeMasse.passage == operation.passage,
            ElementDeMasse.issue == Issue.reussi,
            Avis.revoque_le.is_(None),
        )
        .group_by(Compte.email)
        .order_by(Compte.email)
    )


def _demandes(operation: OperationDeMasse) -> Select[*tuple[Any, ...]]:
    """The avis that it asked for, whose instant is that of their dossier's turn."""
    return _par_expert(operation).where(
        Compte.email.in_(operation.demande["emails"]),
        Avis.instructeur_id == operation.instructeur_id,
        Avis.cree_le == ElementDeMasse.le,
    )


def _decides(operation: OperationDeMasse) -> Select[*tuple[Any, ...]]:
    """Those who answered and may know the decision (rules 6.12)."""
    place = and_(
        ExpertDemarche.expert_id == Expert.id,
        ExpertDemarche.demarche_id == operation.demarche_id,
        ExpertDemarche.acces_decision,
        ExpertDemarche.revoque_le.is_(None),
    )
    return _par_expert(operation).join(ExpertDemarche, place).where(Avis.repondu_le.is_not(None))


def _enumeres(numeros: Iterable[int]) -> str:
    *debut, dernier = map(str, numeros)
    return f"n° {', '.join(debut)} et {dernier}" if debut else f"n° {dernier}"
