"""The tab « annotations privées »: each with the version that whoever writes must have read."""

from __future__ import annotations

import strawberry

from resolvers.bureau import annotations as lire
from schema.champs import Champ
from schema.fields import column, computed
from schema.scalars import DateTime


@strawberry.type(description="Une ligne d’un bloc répétable d’annotations.")
class RangeeAnnotee:
    id: strawberry.ID = column("Identifiant de la ligne.", "row_id")
    annotations: list[AnnotationDuBureau] = column("Ses annotations, dans l’ordre.", "annotations")


@strawberry.type(description="Une annotation privée, telle que les instructeurs se la partagent.")
class AnnotationDuBureau:
    champ: Champ = column("L’annotation et sa valeur.", "champ")
    version: str = column(
        "Ce qu’il faut avoir lu pour la modifier : à rendre avec la nouvelle valeur.", "version"
    )
    modifiee_le: DateTime | None = column(
        "Date de sa dernière modification ; nulle si personne ne l’a écrite.", "modifiee_le"
    )
    modifiee_par: str | None = column(
        "Adresse électronique de qui l’a modifiée en dernier.", "modifiee_par"
    )
    nouvelle: bool = column(
        "Vrai si quelqu’un d’autre l’a modifiée depuis ma dernière visite.", "nouvelle"
    )
    rangees: list[RangeeAnnotee] | None = computed(
        "Les lignes d’un bloc répétable ; nul pour les autres annotations.", lire.rangees
    )
