"""What an instructeur chooses to be told of a démarche: badges, mails."""

import strawberry

from domain.badges.types import Portee
from resolvers.bureau.preferences import PREFERENCES
from schema.fields import column, computed, relation

strawberry.enum(
    Portee,
    name="PorteeDeBadge",
    description="Sur quels dossiers vous voulez un badge : tous ceux de vos groupes, ceux que vous suivez, aucun.",
)

SANS_SUIVI = "Les dossiers déposés depuis sept jours et que personne ne suit : tous, ou aucun."


def _badge(description: str, nom: str) -> Portee:
    champ: Portee = column(description, nom, Portee)
    return champ


@strawberry.type(
    description="Les badges que vous voulez voir sur une démarche. Deux ne se règlent pas : « expire bientôt » et « bientôt supprimé »."
)
class PreferencesDeBadges:
    dossier_depose: Portee = _badge(SANS_SUIVI, "dossier_depose")
    dossier_modifie: Portee = _badge("Les dossiers modifiés par l’usager.", "dossier_modifie")
    message: Portee = _badge("Les messages des autres.", "message")
    annotation_instructeur: Portee = _badge(
        "Les annotations des autres instructeurs.", "annotation_instructeur"
    )
    avis_externe: Portee = _badge("Les avis rendus.", "avis_externe")
    attente_correction: Portee = _badge("Les corrections attendues.", "attente_correction")
    attente_reponse: Portee = _badge("Les réponses attendues.", "attente_reponse")
    attente_avis: Portee = _badge("Les avis attendus.", "attente_avis")


@strawberry.type(description="Les courriels que vous voulez recevoir au sujet d’une démarche.")
class PreferencesDeCourriels:
    nouveau_dossier: bool = column("À chaque dépôt.", "courriel_nouveau_dossier")
    nouveau_message: bool = column(
        "À chaque message d’un usager sur un dossier que vous suivez.", "courriel_nouveau_message"
    )
    quotidien: bool = column("Un résumé chaque jour ouvré.", "courriel_quotidien")
    hebdomadaire: bool = column("Un résumé chaque lundi.", "courriel_hebdomadaire")
    nouvel_avis: bool = column(
        "À chaque avis rendu sur un dossier que vous suivez.", "courriel_nouvel_avis"
    )
    expiration: bool = column(
        "Quatorze jours avant qu’un dossier que vous suivez expire.", "courriel_expiration"
    )
    expire: bool = column("Quand un dossier que vous suivez expire.", "courriel_expire")
    suppression: bool = column(
        "Quand un usager supprime un dossier que vous suivez.", "courriel_suppression"
    )


@strawberry.type(description="Ce dont vous voulez être averti au sujet d’une démarche.")
class PreferencesDuBureau:
    badges: PreferencesDeBadges = computed("Les badges.", lambda row: row)
    courriels: PreferencesDeCourriels = computed("Les courriels.", lambda row: row)


@strawberry.type(description="Les préférences d’une démarche.")
class PreferencesDeLaDemarche:
    preferences: PreferencesDuBureau = relation(
        "Ce dont vous voulez être averti.", (PREFERENCES, "id")
    )
