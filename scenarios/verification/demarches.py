"""A démarche: its dates, forms, groupes and dossiers."""

from collections.abc import Sequence
from datetime import datetime

from domain.comptes.roles import Role
from domain.demarches.models import Etat
from domain.formulaires.formulaire import Descripteur
from domain.groupes_instructeurs.creation import DEFAUT
from domain.labels.models import PAR_DEFAUT
from scenarios.format.demarches import Demarche
from scenarios.plan import PlanDemarche, PlanRevision
from scenarios.refus import Chemin
from scenarios.verification.conditions import verifier_condition
from scenarios.verification.contexte import Contexte
from scenarios.verification.dossiers import verifier_dossier
from scenarios.verification.formulaires import verifier_formulaire
from scenarios.verification.options import verifier_options


def verifier_demarche(contexte: Contexte, forme: Demarche, chemin: Chemin) -> PlanDemarche:
    publiee = forme.etat is not Etat.brouillon
    contexte.exiger_tous(forme.administrateurs, (*chemin, "administrateurs"), Role.administrateur)
    contexte.exiger_tous(forme.experts, (*chemin, "experts"), Role.expert)
    if forme.declarative and forme.sva_svr:
        contexte.noter(
            (*chemin, "sva_svr"), "une démarche n’est pas à la fois déclarative et SVA/SVR"
        )
    colonnes, options = verifier_options(contexte, forme, chemin)
    plan = PlanDemarche(
        forme=forme, chemin=chemin, cree_le=contexte.maintenant, publiee_le=None, fermee_le=None,
        depubliee_le=None, colonnes=colonnes, options=options, revisions=[],
    )  # fmt: skip
    _dater(contexte, plan)
    plan.revisions = _revisions(contexte, plan, publiee=publiee)
    groupes = _verifier_groupes(contexte, forme, chemin, plan.revisions[-1].descripteurs)
    labels = _verifier_labels(contexte, forme, chemin)
    plan.dossiers = [
        verifier_dossier(
            contexte, dossier, (*chemin, "dossiers", rang),
            demarche=forme, revisions=plan.revisions, groupes=groupes, labels=labels,
        )
        for rang, dossier in enumerate(forme.dossiers)
    ]  # fmt: skip
    _verifier_generation(contexte, forme, chemin)
    return plan


DATES = {
    "publiee_le": frozenset({Etat.publiee, Etat.close, Etat.depubliee}),
    "fermee_le": frozenset({Etat.close}),
    "depubliee_le": frozenset({Etat.depubliee}),
}


def _dater(contexte: Contexte, plan: PlanDemarche) -> None:
    """Each date that the state implies, `maintenant` unless given, in order."""
    forme = plan.forme
    donnees = [d for d in (forme.publiee_le, forme.fermee_le, forme.depubliee_le) if d is not None]
    defaut = min([contexte.maintenant, *donnees])
    plan.cree_le = precedente = forme.creee_le or defaut
    for cle, etats in DATES.items():
        donnee = getattr(forme, cle)
        if forme.etat not in etats:
            if donnee is not None:
                contexte.noter((*plan.chemin, cle), f"{cle} n’a pas de sens sur une démarche {forme.etat.value}")  # fmt: skip
            continue
        usuelle = defaut if cle == "publiee_le" else contexte.maintenant
        date = donnee or max(usuelle, precedente)
        if date < precedente:
            contexte.noter((*plan.chemin, cle), f"{cle} est avant ce qui la précède")
        setattr(plan, cle, date)
        precedente = date


def _revisions(contexte: Contexte, plan: PlanDemarche, *, publiee: bool) -> list[PlanRevision]:
    """The first form, then each later one, which keeps what it does not say again."""
    forme, chemin = plan.forme, plan.chemin
    lieux: tuple[Chemin, Chemin] = ((*chemin, "champs"), (*chemin, "annotations"))
    champs, annotations = forme.champs, forme.annotations
    descripteurs, modeles = verifier_formulaire(
        contexte, champs, annotations,
        chemin_champs=lieux[0], chemin_annotations=lieux[1], publie=publiee,
    )  # fmt: skip
    revisions = [PlanRevision(plan.cree_le, plan.publiee_le, descripteurs, modeles)]
    if forme.revisions and not publiee:
        contexte.noter(
            (*chemin, "revisions"), "une démarche en brouillon n’a pas de révision publiée"
        )
        return revisions
    for rang, revision in enumerate(forme.revisions):
        ici = (*chemin, "revisions", rang)
        if revision.champs is not None:
            champs, lieux = revision.champs, ((*ici, "champs"), lieux[1])
        if revision.annotations is not None:
            annotations, lieux = revision.annotations, (lieux[0], (*ici, "annotations"))
        descripteurs, modeles = verifier_formulaire(
            contexte, champs, annotations,
            chemin_champs=lieux[0], chemin_annotations=lieux[1], publie=True,
        )  # fmt: skip
        precedente = revisions[-1].publiee_le or contexte.maintenant
        publiee_le = revision.publiee_le or max(contexte.maintenant, precedente)
        creee_le = revision.creee_le or precedente
        _verifier_dates(contexte, creee_le, publiee_le, precedente, ici)
        revisions.append(PlanRevision(creee_le, publiee_le, descripteurs, modeles))
    return revisions


def _verifier_dates(
    contexte: Contexte, creee_le: datetime, publiee_le: datetime, precedente: datetime, ici: Chemin
) -> None:
    if publiee_le < precedente:
        contexte.noter((*ici, "publiee_le"), "une révision est publiée après celle qui la précède")
    elif creee_le > publiee_le:
        contexte.noter((*ici, "creee_le"), "creee_le est après publiee_le")


def _verifier_groupes(
    contexte: Contexte, forme: Demarche, chemin: Chemin, descripteurs: Sequence[Descripteur]
) -> set[str]:
    """The labels of the groupes. Rules look at public roots of the last form (rules 1.11)."""
    if forme.groupes is None:
        contexte.exiger_tous(forme.instructeurs or (), (*chemin, "instructeurs"), Role.instructeur)
        return {DEFAUT}
    if forme.instructeurs is not None:
        contexte.noter((*chemin, "instructeurs"), "les instructeurs se disent dans « groupes »")
    connus = {d.stable_id: d for d in descripteurs}
    publics = {i: d for i, d in connus.items() if not d.prive and d.parent_id is None}
    vus: set[str] = set()
    for rang, groupe in enumerate(forme.groupes):
        ici = (*chemin, "groupes", rang)
        if groupe.label in vus:
            contexte.noter((*ici, "label"), f"deux groupes s’appellent « {groupe.label} »")
        vus.add(groupe.label)
        contexte.exiger_tous(groupe.instructeurs, (*ici, "instructeurs"), Role.instructeur)
        if groupe.regle:
            verifier_condition(
                contexte, groupe.regle, (*ici, "regle"), sources=publics, connus=connus
            )
    _verifier_defaut(contexte, forme, chemin)
    return vus


def _verifier_defaut(contexte: Contexte, forme: Demarche, chemin: Chemin) -> None:
    groupes = forme.groupes or []
    defauts = [rang for rang, groupe in enumerate(groupes) if groupe.defaut]
    for rang in defauts[1:]:
        contexte.noter((*chemin, "groupes", rang, "defaut"), "un seul groupe est celui par défaut")
    defaut = defauts[0] if defauts else 0
    if groupes and groupes[defaut].ferme:
        contexte.noter((*chemin, "groupes", defaut, "ferme"), "le groupe par défaut ne peut pas être fermé")  # fmt: skip


def _verifier_labels(contexte: Contexte, forme: Demarche, chemin: Chemin) -> set[str]:
    if forme.labels is None:
        return {nom for nom, _ in PAR_DEFAUT}
    noms = [label.nom for label in forme.labels]
    for rang, nom in enumerate(noms):
        if nom in noms[:rang]:
            contexte.noter((*chemin, "labels", rang, "nom"), f"deux labels s’appellent « {nom} »")
    return set(noms)


def _verifier_generation(contexte: Contexte, forme: Demarche, chemin: Chemin) -> None:
    if forme.generer and abs(sum(forme.generer.etats.values()) - 1) > 1e-6:
        contexte.noter(
            (*chemin, "generer", "etats"), "la somme des parts de « etats » doit faire 1"
        )
