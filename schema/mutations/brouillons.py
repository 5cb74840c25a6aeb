"""Writing to those who have not filed yet."""

import strawberry

from resolvers.mutations import brouillons
from schema.mutations.declaration import Element, liste_de, mutation
from schema.mutations.places import DEMARCHE_ID, LA_DEMARCHE

CHAMPS = {
    "demarche_ecrire_aux_brouillons": mutation(
        "DemarcheEcrireAuxBrouillons",
        "Écrire un message à tous les brouillons d’une démarche ; il arrive sur chacun peu après.",
        brouillons.ecrire,
        demande=[
            DEMARCHE_ID,
            Element("body", str, "Le message."),
            Element(
                "groupe_instructeur_ids",
                liste_de(strawberry.ID) | None,
                "Seulement les brouillons de ces groupes. Nul : tous, avec ou sans groupe.",
            ),
            Element(
                "sans_groupe",
                bool | None,
                "Avec ceux qui n’ont pas encore de groupe, quand des groupes sont donnés.",
            ),
        ],
        reponse={"demarche": LA_DEMARCHE},
        personne=True,
    ),
}
