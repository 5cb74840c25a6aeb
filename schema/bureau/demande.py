"""The tab « demande »: what was answered, what changed since, what is new to who looks."""

from __future__ import annotations

import strawberry

from resolvers.bureau import nouveautes_du_dossier as lire
from resolvers.bureau.dossier import SITUATION
from resolvers.champs import CHAMPS_DU_DOSSIER
from resolvers.formulaires import FORMULAIRE
from resolvers.historique import TRAITEMENTS_DU_DOSSIER
from schema.champs import Champ
from schema.fields import column, computed, relation
from schema.scalars import DateTime
from schema.traitements import Traitement

FORMULAIRE_ET_REPONSES = ((FORMULAIRE, "revision_id"), (CHAMPS_DU_DOSSIER, "id"))
VUE = (SITUATION, "id")


@strawberry.type(description="Une ligne d’un bloc répétable, telle qu’un instructeur la suit.")
class RangeeSuivie:
    id: strawberry.ID = column("Identifiant de la ligne.", "row_id")
    champs: list[ChampSuivi] = column("Ses champs, dans l’ordre.", "champs")


@strawberry.type(description="Un champ d’un dossier, tel qu’un instructeur le suit.")
class ChampSuivi:
    champ: Champ = column("Le champ et sa réponse.", "champ")
    modifie_le: DateTime | None = column(
        "Date de sa modification ; nulle s’il n’a pas changé depuis le dépôt.", "modifie_le"
    )
    nouveau: bool = column("Vrai s’il a changé depuis ma dernière visite.", "nouveau")
    rangees: list[RangeeSuivie] | None = computed(
        "Les lignes d’un bloc répétable ; nul pour les autres champs.", lire.rangees
    )


@strawberry.type(description="Un titre de section du formulaire.")
class SectionDuSommaire:
    champ_id: strawberry.ID = column("Identifiant du titre parmi les champs.", "champ_id")
    libelle: str = column("Son texte.", "libelle")
    niveau: int = column("Son niveau, à partir de 1.", "niveau")


@strawberry.type(description="Ce que l’usager a demandé.")
class DemandeDuBureau:
    sommaire: list[SectionDuSommaire] = relation(
        "Les titres de sections qui s’affichent, dans l’ordre.",
        *FORMULAIRE_ET_REPONSES,
        build=lire.sommaire,
    )
    champs: list[ChampSuivi] = relation(
        "Les champs qui s’affichent, dans l’ordre.",
        *FORMULAIRE_ET_REPONSES,
        VUE,
        build=lire.champs_suivis,
    )
    identite_modifiee_le: DateTime | None = relation(
        "Date à laquelle l’identité du demandeur a changé ; nulle si c’était avant le dépôt.",
        VUE,
        build=lire.identite_modifiee_le,
    )
    identite_nouvelle: bool = relation(
        "Vrai si l’identité du demandeur a changé depuis ma dernière visite.",
        VUE,
        build=lire.identite_nouvelle,
    )
    historique: list[Traitement] = relation(
        "Ce qui est arrivé au dossier, du plus ancien au plus récent.",
        (TRAITEMENTS_DU_DOSSIER, "id"),
    )
