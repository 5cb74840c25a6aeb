"""Groupes d’instructeurs."""

from typing import Any

import strawberry

from resolvers.mutations import groupes
from schema.demandes import FindDemarcheInput
from schema.fields import column
from schema.mutations.declaration import Element, WarningMessage, entree, liste_de, mutation
from schema.mutations.elements import GROUPE_ID, LE_GROUPE

ProfileInput = entree(
    "ProfileInput",
    "Un instructeur, par son identifiant ou par son adresse.",
    [
        Element("id", strawberry.ID | None, "Identifiant de l’instructeur."),
        Element("email", str | None, "Adresse électronique."),
    ],
    une_seule=True,
)
GroupeInstructeurAttributes = entree(
    "GroupeInstructeurAttributes",
    "Un groupe d’instructeurs à créer.",
    [
        Element("label", str, "Nom du groupe, propre à la démarche."),
        Element("closed", bool | None, "Vrai pour un groupe qui ne reçoit pas de dossiers.", False),
        Element("instructeurs", liste_de(ProfileInput) | None, "Les membres du groupe.", []),
    ],
)

GROUPE = {"groupe_instructeur": LE_GROUPE}
REMARQUES: tuple[Any, Any] = (
    list[WarningMessage] | None,
    column("Ce qui a été laissé de côté. Nul quand il n’y a rien à en dire.", "warnings"),
)
MEMBRES = Element("instructeurs", liste_de(ProfileInput), "Les instructeurs.")

CHAMPS = {
    "groupe_instructeur_creer": mutation(
        "GroupeInstructeurCreer",
        "Créer un groupe d’instructeurs.",
        groupes.creer,
        demande=[
            Element("demarche", FindDemarcheInput, "La démarche."),
            Element("groupe_instructeur", GroupeInstructeurAttributes, "Le groupe."),
        ],
        reponse={**GROUPE, "warnings": REMARQUES},
    ),
    "groupe_instructeur_modifier": mutation(
        "GroupeInstructeurModifier",
        "Renommer un groupe d’instructeurs, l’ouvrir ou le fermer.",
        groupes.modifier,
        demande=[
            GROUPE_ID,
            Element("label", str | None, "Nouveau nom. Nul pour garder celui qu’il a."),
            Element("closed", bool | None, "Vrai pour fermer, faux pour ouvrir, nul pour laisser."),
        ],
        reponse=GROUPE,
    ),
    "groupe_instructeur_ajouter_instructeurs": mutation(
        "GroupeInstructeurAjouterInstructeurs",
        "Ajouter des instructeurs à un groupe ; qui n’a pas de compte est invité.",
        groupes.ajouter_instructeurs,
        demande=[GROUPE_ID, MEMBRES],
        reponse={**GROUPE, "warnings": REMARQUES},
    ),
    "groupe_instructeur_supprimer_instructeurs": mutation(
        "GroupeInstructeurSupprimerInstructeurs",
        "Retirer des instructeurs d’un groupe.",
        groupes.supprimer_instructeurs,
        demande=[GROUPE_ID, MEMBRES],
        reponse=GROUPE,
    ),
}
