"""Composing a groupe by its own members, where the démarche lets them (rules 1.11.16, 1.11.17)."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain import identifiants
from domain.actes import groupes
from domain.demarches.models import Demarche
from domain.demarches.options import OPTIONS
from domain.errors import DomainError, Introuvable
from domain.groupes_instructeurs.coordonnees import (
    NOMS,
    ecrire_le_contact,
    oublier_le_contact,
)
from domain.groupes_instructeurs.designation import Designation
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Erreur, Payload

AUTO_GESTION = "instructeurs_self_management_enabled"


class GroupeIntrouvable(Introuvable):
    """Absent, or another’s: not told apart (ARCHITECTURE 6)."""

    code = "groupe_introuvable"

    def __init__(self) -> None:
        super().__init__("Ce groupe n’existe pas, ou vous n’en êtes pas membre")


class AutoGestionFermee(DomainError):
    code = "auto_gestion_fermee"

    def __init__(self) -> None:
        super().__init__("Sur cette démarche, les administrateurs composent les groupes")


def _mien(acte: Acte, entree: Entree) -> GroupeInstructeur:
    """Raises GroupeIntrouvable, AutoGestionFermee. Administrateurs compose as they like."""
    numero = identifiants.numero_de(entree["groupe_instructeur_id"], "GroupeInstructeur")
    if numero not in acte.porteur.groupes:
        raise GroupeIntrouvable
    groupe = acte.tx.session.get_one(GroupeInstructeur, numero)
    demarche = acte.tx.session.get_one(Demarche, groupe.demarche_id)
    ouverte = demarche.options.get(AUTO_GESTION, OPTIONS[AUTO_GESTION].defaut)
    if not ouverte and demarche.id not in acte.porteur.demarches:
        raise AutoGestionFermee
    return groupe


def ajouter(acte: Acte, entree: Entree) -> Payload:
    groupe = _mien(acte, entree)
    compose = groupes.ajouter_instructeurs(
        acte.tx,
        groupe,
        auteur=acte.auteur,
        instructeurs=_designes(entree["instructeurs"]),
        at=acte.at,
    )
    remarques = [Erreur(compose.avertissement)] if compose.avertissement else None
    return Payload(groupe_id=groupe.id, warnings=remarques)


def retirer(acte: Acte, entree: Entree) -> Payload:
    """Himself too, unless he is the last one. Raises GroupeSansInstructeur."""
    groupe = _mien(acte, entree)
    groupes.supprimer_instructeurs(
        acte.tx,
        groupe,
        auteur=acte.auteur,
        instructeurs=_designes(entree["instructeurs"]),
        at=acte.at,
    )
    return Payload(groupe_id=groupe.id)


def ecrire_contact(acte: Acte, entree: Entree) -> Payload:
    """Raises ContactRefuse, AdresseInvalide."""
    groupe = _mien(acte, entree)
    ecrire_le_contact(acte.tx, groupe, donnees={nom: entree[nom] for nom in NOMS}, at=acte.at)
    return Payload(groupe_id=groupe.id)


def oublier_contact(acte: Acte, entree: Entree) -> Payload:
    groupe = _mien(acte, entree)
    oublier_le_contact(acte.tx, groupe)
    return Payload(groupe_id=groupe.id)


def _designes(profils: Sequence[Mapping[str, Any]]) -> list[Designation]:
    """An id that is none is that of nobody, and passed over like any unknown one (api 10.17)."""
    return [
        Designation(email=profil["email"])
        if profil.get("email") is not None
        else Designation(id=identifiants.numero_de(profil["id"], "Instructeur") or 0)
        for profil in profils
    ]
