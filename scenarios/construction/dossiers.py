"""A dossier, from its creation to what is left of it."""

from datetime import datetime

from domain.dossiers.archivage import archiver
from domain.dossiers.creation import creer, identifier
from domain.dossiers.dates import toucher
from domain.dossiers.demandeurs import Civilite, Individu
from domain.dossiers.demandeurs import Etablissement as LigneEtablissement
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.dossiers.suppression import masquer, purger
from domain.dossiers.sva_svr import date_de_decision
from domain.fichiers.retrait import retirer_des_dossiers
from domain.formulaires.formulaire import Visibilite
from domain.labels.pose import poser
from scenarios.construction.etablissements import etablissement
from scenarios.construction.histoire import Histoire
from scenarios.construction.monde import DemarcheBatie, Monde
from scenarios.construction.reponses import ecrire_reponses
from scenarios.format.dossiers import Dossier as Forme
from scenarios.format.dossiers import Personne
from scenarios.plan import PlanDossier


def batir_dossier(monde: Monde, batie: DemarcheBatie, plan: PlanDossier, *, number: int) -> None:
    dates, forme = plan.dates, plan.forme
    dossier = creer(
        monde.tx, demarche=batie.demarche, revision=batie.revisions[plan.revision],
        usager=monde.compte(forme.usager), number=number, at=dates.cree_le,
    )  # fmt: skip
    _identifier(monde, batie, dossier, forme, at=dates.cree_le)
    ecrites_le = dates.depose_le or dates.cree_le
    formulaire = batie.formulaires[plan.revision]
    champs = ecrire_reponses(monde, dossier, plan, formulaire, at=ecrites_le)
    if any(not reponse.prive for reponse in plan.reponses):
        toucher(dossier, "champs_modifies_le", at=ecrites_le)
    if any(reponse.prive for reponse in plan.reponses):
        toucher(dossier, "annotations_modifiees_le", at=ecrites_le)
    histoire = Histoire(monde, batie, plan, dossier, Visibilite(formulaire, champs))
    histoire.raconter()
    _compter_le_silence(monde, batie, dossier, histoire)
    for nom in forme.labels:
        poser(monde.tx, dossier, label=batie.labels[nom])
    if forme.archive and dossier.traite_le is not None:
        archive_le = max(dossier.traite_le, monde.maintenant)
        archiver(dossier, par=forme.traite_par, at=archive_le)
    monde.tx.flush()
    _supprimer(monde, dossier, forme)


def _identifier(
    monde: Monde, batie: DemarcheBatie, dossier: Dossier, forme: Forme, *, at: datetime
) -> None:
    """A dossier filed without a word on who asks has a person without a name (contract: non-null)."""
    demandeur: Individu | LigneEtablissement
    if isinstance(forme.demandeur, Personne):
        demandeur = _individu(forme.demandeur)
    elif forme.demandeur is not None:
        demandeur = etablissement(forme.demandeur)
    elif forme.etat is State.brouillon:
        return
    else:
        demandeur = Individu(nom="", prenom="")
    mandataire = forme.mandataire
    identifier(
        monde.tx, dossier, demarche=batie.demarche, demandeur=demandeur,
        mandataire=(mandataire.prenom, mandataire.nom) if mandataire else None, at=at,
    )  # fmt: skip


def _individu(forme: Personne) -> Individu:
    return Individu(
        civilite=Civilite(forme.civilite) if forme.civilite else None,
        nom=forme.nom,
        prenom=forme.prenom,
        date_de_naissance=forme.date_de_naissance,
        email=forme.email,
    )


def _compter_le_silence(
    monde: Monde, batie: DemarcheBatie, dossier: Dossier, histoire: Histoire
) -> None:
    """Corrections stop the clock of SVA/SVR (rules 1.10.3)."""
    reglage = batie.demarche.sva_svr
    if reglage and dossier.depose_le and histoire.corrections:
        dossier.decision_sva_svr_le = date_de_decision(
            reglage, depose_le=dossier.depose_le, corrections=histoire.corrections,
            at=monde.maintenant,
        )  # fmt: skip


def _supprimer(monde: Monde, dossier: Dossier, forme: Forme) -> None:
    """Hidden by each side in turn, then destroyed once both sides say so."""
    suppressions = sorted(forme.supprime, key=lambda s: s.le or monde.maintenant)
    for suppression in suppressions:
        masquer(dossier, cote=suppression.par, at=suppression.le or monde.maintenant)
    purges = [suppression.purge_le for suppression in suppressions if suppression.purge_le]
    if purges:
        monde.rangement.oublier(retirer_des_dossiers(monde.tx, [dossier.id]))
        purger(monde.tx, dossier, at=max(purges))
        return
    monde.batis[dossier.id] = dossier
    if forme.modifie_le is not None:
        monde.dates_imposees[dossier.id] = forme.modifie_le
