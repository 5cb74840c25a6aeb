"""What an instructeur arranges on his own desk."""

from typing import Any

import strawberry

from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU
from resolvers.mutations import places
from schema.bureau.demarche import DemarcheDuBureau
from schema.fields import relation
from schema.mutations.declaration import Element, liste_de, mutation

DEMARCHE_ID = Element("demarche_id", strawberry.ID, "Identifiant de la démarche.")
LA_DEMARCHE: tuple[Any, Any] = (
    DemarcheDuBureau | None,
    relation("La démarche, après la demande.", (DEMARCHE_DU_BUREAU, "demarche_id")),
)

CHAMPS = {
    "demarches_ordonner": mutation(
        "DemarchesOrdonner",
        "Ranger ses démarches en cours, la première en haut.",
        places.ordonner,
        demande=[
            Element(
                "demarche_ids",
                liste_de(strawberry.ID),
                "Les démarches, dans l’ordre voulu. Celles que l’on n’y met pas viennent après, les "
                "nouvelles exceptées, qui restent en haut.",
            )
        ],
        reponse={},
        personne=True,
    ),
    "demarche_voir_formulaire": mutation(
        "DemarcheVoirFormulaire",
        "Noter que l’on a vu les changements du formulaire.",
        places.voir_le_formulaire,
        demande=[DEMARCHE_ID],
        reponse={"demarche": LA_DEMARCHE},
        personne=True,
    ),
}
