"""Groupes d’instructeurs, by who administers the démarche (api 10.15 to 10.17)."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain import identifiants
from domain.actes import groupes
from domain.groupes_instructeurs.designation import Designation
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Erreur, Payload


def creer(acte: Acte, entree: Entree) -> Payload:
    demarche = acte.demarche(entree, "GroupeInstructeurCreerPayload")
    voulu = entree["groupe_instructeur"]
    compose = groupes.creer(
        acte.tx,
        demarche,
        auteur=acte.auteur,
        instructeur=acte.instructeur_du_porteur(),
        label=voulu["label"],
        ferme=bool(voulu.get("closed")),
        membres=_designes(voulu.get("instructeurs")),
        at=acte.at,
    )
    return Payload(groupe_id=compose.groupe.id, warnings=_remarques(compose.avertissement))


def modifier(acte: Acte, entree: Entree) -> Payload:
    """What is null is left as it is."""
    groupe = acte.groupe(entree)
    groupes.modifier(
        acte.tx,
        groupe,
        auteur=acte.auteur,
        label=entree.get("label"),
        ferme=entree.get("closed"),
        at=acte.at,
    )
    return Payload(groupe_id=groupe.id)


def ajouter_instructeurs(acte: Acte, entree: Entree) -> Payload:
    groupe = acte.groupe(entree)
    compose = groupes.ajouter_instructeurs(
        acte.tx,
        groupe,
        auteur=acte.auteur,
        instructeurs=_designes(entree["instructeurs"]),
        at=acte.at,
    )
    return Payload(groupe_id=groupe.id, warnings=_remarques(compose.avertissement))


def supprimer_instructeurs(acte: Acte, entree: Entree) -> Payload:
    groupe = acte.groupe(entree)
    groupes.supprimer_instructeurs(
        acte.tx,
        groupe,
        auteur=acte.auteur,
        instructeurs=_designes(entree["instructeurs"]),
        at=acte.at,
    )
    return Payload(groupe_id=groupe.id)


def _designes(profils: Sequence[Mapping[str, Any]] | None) -> list[Designation]:
    """An id that is none is that of nobody, and passed over like any unknown one (api 10.17)."""
    return [
        Designation(email=profil["email"])
        if profil.get("email") is not None
        else Designation(id=identifiants.numero_de(profil["id"], "Instructeur") or 0)
        for profil in profils or ()
    ]


def _remarques(avertissement: str | None) -> list[Erreur] | None:
    return [Erreur(avertissement)] if avertissement else None
