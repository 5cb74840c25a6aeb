"""What an instructeur chooses to be told of."""

from domain.badges.types import Portee
from resolvers.mutations import preferences
from schema.mutations.declaration import Element, mutation
from schema.mutations.places import DEMARCHE_ID, LA_DEMARCHE

BADGES = {
    "dossier_depose": "« Déposé depuis longtemps » : tous, ou aucun.",
    "dossier_modifie": "« Dossier modifié ».",
    "message": "« Message ».",
    "annotation_instructeur": "« Annotation privée ».",
    "avis_externe": "« Avis externe ».",
    "attente_correction": "« En attente de correction ».",
    "attente_reponse": "« En attente de réponse ».",
    "attente_avis": "« En attente d’avis externe ».",
}
COURRIELS = {
    "nouveau_dossier": "À chaque dépôt.",
    "nouveau_message": "À chaque message d’un usager sur un dossier que vous suivez.",
    "quotidien": "Un résumé chaque jour ouvré.",
    "hebdomadaire": "Un résumé chaque lundi.",
    "nouvel_avis": "À chaque avis rendu sur un dossier que vous suivez.",
    "expiration": "Quatorze jours avant qu’un dossier que vous suivez expire.",
    "expire": "Quand un dossier que vous suivez expire.",
    "suppression": "Quand un usager supprime un dossier que vous suivez.",
}

CHAMPS = {
    "demarche_regler_badges": mutation(
        "DemarcheReglerBadges",
        "Choisir ses badges sur une démarche. Ils changent aussitôt ; ce qui n’est pas donné reste.",
        preferences.regler_badges,
        demande=[
            DEMARCHE_ID,
            *(Element(nom, Portee | None, quoi) for nom, quoi in BADGES.items()),
        ],
        reponse={"demarche": LA_DEMARCHE},
        personne=True,
    ),
    "demarche_regler_courriels": mutation(
        "DemarcheReglerCourriels",
        "Choisir ses courriels au sujet d’une démarche. Ce qui n’est pas donné reste.",
        preferences.regler_courriels,
        demande=[
            DEMARCHE_ID,
            *(Element(nom, bool | None, quoi) for nom, quoi in COURRIELS.items()),
        ],
        reponse={"demarche": LA_DEMARCHE},
        personne=True,
    ),
}
