"""The expert's space. Each part of it is a class of its own file, which this one gathers."""

import strawberry

from schema.bureau.avis_demandes import AvisDemandes
from schema.fields import computed


@strawberry.type(description="L’espace d’un expert : les avis qu’on lui demande.")
class EspaceExpert(AvisDemandes):
    id: strawberry.ID = computed(
        "Identifiant global de l’expert que l’on est.", lambda row: row.identifiant_expert
    )
