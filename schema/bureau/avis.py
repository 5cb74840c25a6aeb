"""Asking avis, from an instructeur’s desk."""

import strawberry

from resolvers.bureau.liste_d_experts import REGLAGES_POUR_INSTRUIRE, SUGGESTIONS, adresses
from schema.fields import column, relation


@strawberry.type(description="De quoi préparer une demande d’avis.")
class PreparationDAvis:
    autorises: bool = column("Faux si la démarche ne permet pas d’en demander.", "autorises")
    messagerie: bool = column("Vrai si les experts lisent la messagerie.", "messagerie")
    liste_seule: bool = column("Vrai si seules les adresses suggérées conviennent.", "liste_seule")
    suggestions: list[str] = relation("Adresses proposées.", (SUGGESTIONS, "id"), build=adresses)
    introduction_proposee: str = column("Demande proposée.", "introduction_proposee")


@strawberry.type(description="Les avis d’une démarche que l’on instruit.")
class AvisDeLaDemarche:
    avis: PreparationDAvis | None = relation(
        "De quoi préparer une demande d’avis.", (REGLAGES_POUR_INSTRUIRE, "id")
    )
