"""Dossiers that programs make, fill and deposit: what is wrong is listed champ by champ."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from domain.actes import depot
from domain.comptes.models import Compte
from domain.comptes.roles import normaliser
from domain.demarches.models import Demarche, Etat
from domain.dossiers import creation
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.errors import DomainError
from domain.formulaires.chargement import charger_formulaire
from domain.formulaires.models import Revision
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.reponses.coordonnees import est_adresse_electronique
from domain.reponses.depot import erreurs_du_dossier
from domain.reponses.flux import flux_de_l_usager
from domain.reponses.lignes import ouvrir_les_repetitions
from domain.reponses.registres import est_siret
from domain.reponses.saisie import Saisie, modifier_champs
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.annotations import reponse
from resolvers.mutations.payload import EnPreparation, ErreurDeChamp, Payload, erreur_de_champ


class DemandeIncomplete(DomainError):
    """What a dossier cannot be made of."""


def creer(acte: Acte, entree: Entree) -> Payload:
    """Nothing is made unless all that is given is right, but for answers: those that are wrong are
    listed, and the draft waits for better ones."""
    demarche = acte.demarche(entree, "Demarche")
    dossier = creation.creer(
        acte.tx,
        demarche=demarche,
        revision=_revision(acte, demarche),
        usager=_usager(acte, entree["usager_email"]),
        at=acte.at,
    )
    dossier.cree_par_administrateur_id = acte.administrateur.id
    formulaire = charger_formulaire(acte.tx.session, dossier.revision_id)
    ouvrir_les_repetitions(acte.tx, dossier, formulaire=formulaire, at=acte.at)
    _identifier(acte, dossier, demarche, entree)
    return _rendre(acte, dossier, _remplir(acte, dossier, demarche, entree.get("champs") or ()))


def modifier(acte: Acte, entree: Entree) -> Payload:
    dossier = acte.dossier_prepare(entree)
    demarche = acte.tx.session.get_one(Demarche, dossier.demarche_id)
    return _rendre(acte, dossier, _remplir(acte, dossier, demarche, entree["champs"]))


def deposer(acte: Acte, entree: Entree) -> Payload:
    """A draft for the first time, edits of a dossier en construction after that."""
    dossier = acte.dossier_prepare(entree)
    if dossier.state is State.brouillon:
        depot.deposer(acte.tx, dossier, usager=None, auteur=acte.auteur, at=acte.at)
    else:
        depot.redeposer(
            acte.tx,
            dossier,
            usager=None,
            auteur=acte.auteur,
            correction_faite=bool(entree.get("correction_faite")),
            at=acte.at,
        )
    return Payload(dossier_id=dossier.id)


def fichiers(entree: Entree) -> Sequence[str]:
    """The uploads that answers name."""
    return [
        signe
        for champ in entree.get("champs") or ()
        for signe in champ["value"].get("piece_justificative") or ()
    ]


def _remplir(
    acte: Acte, dossier: Dossier, demarche: Demarche, champs: Sequence[Mapping[str, Any]]
) -> Saisie:
    return modifier_champs(
        acte.tx,
        dossier,
        demarche=demarche,
        formulaire=charger_formulaire(acte.tx.session, dossier.revision_id),
        entrees=[reponse(acte, champ) for champ in champs],
        auteur_email=acte.auteur.email,
        groupes=_groupes(acte, demarche),
        at=acte.at,
    )


def _groupes(acte: Acte, demarche: Demarche) -> Sequence[GroupeInstructeur]:
    """A draft is routed as it is filled, so that whoever helps its usager is known (rules 1.11.6)."""
    siens = select(GroupeInstructeur).where(GroupeInstructeur.demarche_id == demarche.id)
    return acte.tx.session.scalars(siens.order_by(GroupeInstructeur.id)).all()


def _rendre(acte: Acte, dossier: Dossier, saisie: Saisie) -> Payload:
    refusees = [ErreurDeChamp(e.id, e.message, e.libelle) for e in saisie.erreurs]
    restent = erreurs_du_dossier(acte.tx, dossier, flux=flux_de_l_usager(dossier), at=acte.at)
    return Payload(
        en_preparation=EnPreparation(dossier.id, [erreur_de_champ(e) for e in restent]),
        champ_errors=refusees or None,
    )


def _revision(acte: Acte, demarche: Demarche) -> Revision:
    """The form that people fill: the published one, or that of a démarche that is being tried."""
    siennes = select(Revision).where(Revision.demarche_id == demarche.id)
    if demarche.etat is Etat.brouillon:
        siennes = siennes.where(Revision.publiee_le.is_(None))
    else:
        siennes = siennes.where(Revision.publiee_le.is_not(None))
    return acte.tx.session.scalars(siennes.order_by(Revision.id.desc()).limit(1)).one()


def _usager(acte: Acte, email: str) -> Compte:
    """The account of this address, made if there is none. Raises DemandeIncomplete."""
    email = normaliser(email)
    if not est_adresse_electronique(email):
        raise DemandeIncomplete(f"« {email} » n’est pas une adresse électronique valide")
    acte.tx.session.execute(
        insert(Compte).values(email=email, cree_le=acte.at).on_conflict_do_nothing()
    )
    return acte.tx.session.scalars(select(Compte).where(Compte.email == email)).one()


def _identifier(acte: Acte, dossier: Dossier, demarche: Demarche, entree: Entree) -> None:
    mandataire = entree.get("mandataire")
    creation.identifier(
        acte.tx,
        dossier,
        demarche=demarche,
        demandeur=_demandeur(entree["demandeur"]),
        mandataire=(mandataire["prenom"], mandataire["nom"]) if mandataire else None,
        at=acte.at,
    )


def _demandeur(demandeur: Mapping[str, Any]) -> Individu | Etablissement:
    """Raises DemandeIncomplete."""
    personne = demandeur.get("personne_physique")
    if personne is None:
        siret = "".join(demandeur["siret"].split())
        if not est_siret(siret):
            raise DemandeIncomplete(f"« {siret} » n’est pas un numéro SIRET")
        return Etablissement(siret=siret)
    nom, prenom = personne["nom"].strip(), personne["prenom"].strip()
    if not nom or not prenom:
        raise DemandeIncomplete("Le demandeur a un nom et un prénom")
    email = personne.get("email")
    if email and not est_adresse_electronique(email):
        raise DemandeIncomplete(f"« {email} » n’est pas une adresse électronique valide")
    return Individu(
        civilite=personne.get("civilite"),
        nom=nom,
        prenom=prenom,
        date_de_naissance=personne.get("date_de_naissance"),
        email=email,
    )
