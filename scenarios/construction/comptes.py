"""Accounts: those of the file, and those of the database that it names."""

from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from domain.comptes.models import (
    Administrateur,
    Compte,
    Expert,
    IdentiteFranceConnect,
    Instructeur,
)
from domain.comptes.mots_de_passe import hacher
from domain.comptes.roles import Profils, ajouter_roles, creer_compte, lier_france_connect
from domain.comptes.suppression import supprimer
from domain.dossiers.depart_usager import detacher
from domain.dossiers.models import Dossier
from domain.dossiers.suppression import purger
from domain.fichiers.retrait import retirer_des_dossiers
from domain.messagerie.models import Message
from domain.messagerie.suppression import detacher as detacher_messages
from scenarios.construction.monde import Monde
from scenarios.format.comptes import Compte as Forme

PROFILS: dict[type[Instructeur | Administrateur | Expert], str] = {
    Instructeur: "instructeur",
    Administrateur: "administrateur",
    Expert: "expert",
}


def reunir_comptes(monde: Monde, formes: Sequence[Forme], emails: set[str]) -> None:
    """Fill `monde.profils`. An account already there keeps its roles, and is given the others."""
    tx = monde.tx
    monde.profils = _existants(tx.session, emails)
    for rang, forme in enumerate(formes):
        monde.ici = ("comptes", rang)
        profils = monde.profils.get(forme.email)
        if profils is None:
            profils = creer_compte(tx, email=forme.email, at=monde.maintenant)
            monde.profils[forme.email] = profils
        ajouter_roles(tx, profils, roles=forme.roles, at=monde.maintenant)
        if forme.mot_de_passe:
            profils.compte.mot_de_passe_hash = hacher(forme.mot_de_passe)
    tx.flush()
    for forme in formes:
        profils = monde.profils[forme.email]
        if forme.france_connect and not profils.identites:
            sujet = str(uuid5(NAMESPACE_URL, f"guichet:scenario:{forme.email}"))
            lier_france_connect(tx, profils, sujet=sujet)


def _existants(session: Session, emails: set[str]) -> dict[str, Profils]:
    comptes = session.scalars(select(Compte).where(Compte.email.in_(emails)))
    par_id = {compte.id: Profils(compte) for compte in comptes}
    for profil, nom in PROFILS.items():
        lignes: Iterable[Instructeur | Administrateur | Expert] = session.scalars(
            select(profil).where(profil.compte_id.in_(par_id)).options(joinedload(profil.compte))
        )
        for ligne in lignes:
            setattr(par_id[ligne.compte_id], nom, ligne)
    identites = select(IdentiteFranceConnect).where(IdentiteFranceConnect.compte_id.in_(par_id))
    for identite in session.scalars(identites):
        par_id[identite.compte_id].identites.append(identite)
    return {profils.compte.email: profils for profils in par_id.values()}


def supprimer_comptes(monde: Monde, formes: Sequence[Forme]) -> None:
    """Accounts that were deleted: what they leave is decided by the rules of deletion (9.6.2)."""
    tx = monde.tx
    for rang, forme in enumerate(formes):
        if forme.supprime_le is None:
            continue
        monde.ici = ("comptes", rang, "supprime_le")
        compte = monde.compte(forme.email)
        siens = tx.session.scalars(select(Dossier).where(Dossier.usager_id == compte.id))
        for dossier in detacher(siens, usager=compte, at=forme.supprime_le):
            monde.rangement.oublier(retirer_des_dossiers(tx, [dossier.id]))
            purger(tx, dossier, at=forme.supprime_le)
            monde.batis.pop(dossier.id, None)
        detacher_messages(tx.session.scalars(select(Message).where(Message.usager_id == compte.id)))
        tx.flush()
        supprimer(tx, monde.profils.pop(forme.email))
        tx.flush()
