"""The instructeur's space. Each part of it is a class of its own file, which this one gathers."""

import strawberry

from schema.bureau.demarche import UneDemarche
from schema.bureau.demarches import Demarches
from schema.bureau.dossier import UnDossier
from schema.bureau.nouveautes import Nouveautes
from schema.bureau.recherche import Chercher
from schema.fields import computed


@strawberry.type(description="L’espace de travail d’un instructeur.")
class EspaceInstructeur(UneDemarche, Chercher, Demarches, UnDossier, Nouveautes):
    id: strawberry.ID = computed(
        "Identifiant global de l’instructeur que l’on est.", lambda row: row.identifiant_instructeur
    )
