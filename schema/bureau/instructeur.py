"""The instructeur's space. Each part of it is a class of its own file, which this one gathers."""

import strawberry

from schema.fields import computed


@strawberry.type(description="L’espace de travail d’un instructeur.")
class EspaceInstructeur:
    id: strawberry.ID = computed(
        "Identifiant global de l’instructeur que l’on est.", lambda row: row.identifiant_instructeur
    )
