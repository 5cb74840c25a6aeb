"""Forms, revision after revision, and the draft that remains."""

from sqlalchemy import delete

from domain.demarches.models import Demarche
from domain.fichiers.models import Role
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.publication import publier_demarche, publier_revision
from domain.formulaires.revisions import creer_brouillon
from scenarios.construction.monde import Monde
from scenarios.plan import PlanDemarche, PlanRevision


def batir_formulaires(monde: Monde, demarche: Demarche, plan: PlanDemarche) -> list[Revision]:
    """The published revisions in order, or the only draft of a démarche never published."""
    brouillon = creer_brouillon(monde.tx, demarche_id=demarche.id, at=plan.cree_le)
    publiees: list[Revision] = []
    for rang, plan_revision in enumerate(plan.revisions):
        if rang:
            _vider(monde, brouillon)
        brouillon.cree_le = plan_revision.cree_le
        champs = _ecrire(monde, brouillon, plan_revision)
        if plan_revision.publiee_le is None:
            return [brouillon]
        publiees.append(brouillon)
        publier = publier_revision if rang else publier_demarche
        brouillon = publier(
            monde.tx, demarche, brouillon=brouillon, champs=champs,
            par=plan.forme.administrateurs[0], at=plan_revision.publiee_le,
        )  # fmt: skip
        _joindre_modeles(monde, brouillon, plan_revision)
    return publiees


def _vider(monde: Monde, brouillon: Revision) -> None:
    """A later form is told whole: it takes the place of the copy."""
    monde.tx.session.execute(delete(TypeDeChamp).where(TypeDeChamp.revision_id == brouillon.id))


def _ecrire(monde: Monde, revision: Revision, plan: PlanRevision) -> list[TypeDeChamp]:
    champs = [
        TypeDeChamp(**descripteur._asdict() | {"revision_id": revision.id})
        for descripteur in plan.descripteurs
    ]
    monde.tx.add(*champs)  # a repetition comes before what it holds
    monde.tx.flush()
    _joindre_modeles(monde, revision, plan)
    return champs


def _joindre_modeles(monde: Monde, revision: Revision, plan: PlanRevision) -> None:
    for stable_id, fichier in plan.modeles.items():
        monde.rangement.ajouter(
            monde.tx, fichier, at=plan.cree_le, role=Role.modele,
            revision_id=revision.id, stable_id=stable_id,
        )  # fmt: skip
