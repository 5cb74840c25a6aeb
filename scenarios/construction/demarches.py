"""A démarche and all that it needs before its first dossier."""

from sqlalchemy import select

from domain.attestations.modeles import ecrire_v1
from domain.attestations.models import Nature
from domain.avis.demande import inviter
from domain.avis.models import ExpertDemarche
from domain.comptes.models import Administrateur
from domain.courriels.modeles import personnaliser
from domain.courriels.models import Modele
from domain.demarches.creation import creer
from domain.demarches.models import Demarche, DemarcheZone, Zone
from domain.demarches.publication import clore, depublier
from domain.groupes_instructeurs.creation import DEFAUT, creer_groupe
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.labels.models import PAR_DEFAUT
from domain.labels.pose import creer_labels
from scenarios.construction.formulaires import batir_formulaires
from scenarios.construction.monde import DemarcheBatie, Monde
from scenarios.format.demarches import Groupe
from scenarios.plan import PlanDemarche


def batir_demarche(
    monde: Monde, plan: PlanDemarche, *, number: int, service_id: int | None
) -> DemarcheBatie:
    """Created, published if it ever was, with its groupes, labels and experts.

    It is closed after its dossiers are filed (`fermer`).
    """
    forme = plan.forme
    demarche = creer(
        monde.tx,
        _demarche(plan, number=number, service_id=service_id),
        chemin=forme.cle,
        administrateurs=_administrateurs(monde, plan),
        at=plan.cree_le,
    )
    revisions = batir_formulaires(monde, demarche, plan)
    batie = DemarcheBatie(
        plan=plan,
        demarche=demarche,
        revisions=revisions,
        formulaires=[revision.formulaire for revision in plan.revisions],
        groupes=_batir_groupes(monde, plan, demarche),
        labels={},
    )
    labels = PAR_DEFAUT if forme.labels is None else [(la.nom, la.couleur) for la in forme.labels]
    crees = creer_labels(monde.tx, demarche_id=demarche.id, labels=labels)
    monde.tx.flush()
    batie.labels = {label.nom: label for label in crees}
    for email in forme.experts:
        placer_expert(monde, batie, email)
    _filer_sous_zones(monde, plan, demarche)
    _donner_ses_mots(monde, plan, demarche)
    return batie


def _donner_ses_mots(monde: Monde, plan: PlanDemarche, demarche: Demarche) -> None:
    """Its mails and its attestations, verified as an administrateur's are (rules 1.16.6)."""
    for modele in Modele:
        if propre := plan.options.get(modele):
            objet, corps = str(propre.get("objet", "")), str(propre.get("corps", ""))
            personnaliser(monde.tx, demarche, modele=modele, objet=objet, corps=corps, at=plan.cree_le)  # fmt: skip
    for nature in Nature:
        forme = getattr(plan.forme.attestations, nature)
        if forme is not None:
            ecrire_v1(
                monde.tx, demarche, nature=nature, active=forme.active, titre=forme.titre or "",
                corps=forme.corps or "", pied=forme.pied or "", at=plan.cree_le,
            )  # fmt: skip


def _administrateurs(monde: Monde, plan: PlanDemarche) -> list[Administrateur]:
    profils = [monde.profils[email].administrateur for email in dict.fromkeys(plan.forme.administrateurs)]  # fmt: skip
    return [administrateur for administrateur in profils if administrateur is not None]


def _demarche(plan: PlanDemarche, *, number: int, service_id: int | None) -> Demarche:
    forme = plan.forme
    # Its mails are rows of their own (`_donner_ses_mots`).
    options = {nom: valeur for nom, valeur in plan.options.items() if nom not in set(Modele)}
    if forme.duree_conservation > 12:  # support raised the ceiling (rules 1.2.3)
        options = {"max_duree_conservation_dossiers_dans_ds": forme.duree_conservation} | options
    return Demarche(
        id=number,
        libelle=forme.libelle,
        description=forme.libelle if forme.description is None else forme.description,
        pour_individu=forme.pour_individu,
        opendata=forme.opendata,
        declarative=forme.declarative,
        sva_svr=forme.sva_svr.model_dump() if forme.sva_svr else None,
        duree_conservation=forme.duree_conservation,
        service_id=service_id,
        options=options,
        attestations=forme.attestations.model_dump(exclude_none=True),
        **plan.colonnes,
    )


def _batir_groupes(
    monde: Monde, plan: PlanDemarche, demarche: Demarche
) -> dict[str, GroupeInstructeur]:
    """The default one first: it must be there, open, before any other (rules 1.11.1)."""
    formes = plan.forme.groupes
    if formes is None:
        formes = [Groupe(label=DEFAUT, instructeurs=plan.forme.instructeurs or [], defaut=True)]
    sans_defaut = not any(forme.defaut for forme in formes)
    return {
        forme.label: creer_groupe(
            monde.tx,
            demarche_id=demarche.id,
            label=forme.label,
            membres=[monde.instructeur(email) for email in dict.fromkeys(forme.instructeurs)],
            defaut=forme.defaut or (sans_defaut and rang == 0),
            ferme=forme.ferme,
            regle=forme.regle.arbre() if forme.regle else None,
            at=plan.cree_le,
        )
        for rang, forme in enumerate(formes)
    }


def placer_expert(monde: Monde, batie: DemarcheBatie, email: str) -> None:
    expert = monde.expert(email)
    if expert.id in batie.experts:
        return
    batie.experts.add(expert.id)
    place = monde.tx.session.get(ExpertDemarche, (expert.id, batie.demarche.id))
    if place is None:
        inviter(monde.tx, expert=expert, demarche_id=batie.demarche.id)
        monde.tx.flush()


def _filer_sous_zones(monde: Monde, plan: PlanDemarche, demarche: Demarche) -> None:
    for acronyme in dict.fromkeys(plan.options.get("zones", [])):
        zone = monde.tx.session.scalar(select(Zone).where(Zone.acronyme == acronyme))
        if zone is None:
            zone = Zone(acronyme=acronyme, libelle=acronyme)
            monde.tx.add(zone)
            monde.tx.flush()
        monde.tx.add(DemarcheZone(demarche_id=demarche.id, zone_id=zone.id))


def fermer(batie: DemarcheBatie) -> None:
    if batie.plan.fermee_le is not None:
        clore(batie.demarche, at=batie.plan.fermee_le)
    elif batie.plan.depubliee_le is not None:
        depublier(batie.demarche, at=batie.plan.depubliee_le)
