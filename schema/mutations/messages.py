"""The messagerie."""

import strawberry

from domain.messagerie.models import RaisonCorrection
from resolvers.mutations import messages
from schema.mutations.declaration import Element, mutation
from schema.mutations.elements import EN_SON_NOM, INSTRUCTEUR_ID, LE_DOSSIER, LE_MESSAGE, MESSAGE_ID

MESSAGE = {"message": LE_MESSAGE}

CHAMPS = {
    "dossier_envoyer_message": mutation(
        "DossierEnvoyerMessage",
        "Écrire à l’usager d’un dossier.",
        messages.envoyer,
        demande=[
            *EN_SON_NOM,
            Element("body", str, "Texte du message."),
            Element("attachment", strawberry.ID | None, "Fichier téléversé, joint au message."),
            Element(
                "correction",
                RaisonCorrection | None,
                "Demander à l’usager de corriger son dossier, et dire en quoi.",
            ),
        ],
        reponse=MESSAGE,
        fichiers=["attachment"],
    ),
    "dossier_demander_correction": mutation(
        "DossierDemanderCorrection",
        "Demander à l’usager de corriger son dossier ; un dossier en instruction lui est rendu.",
        messages.demander_correction,
        demande=[
            *EN_SON_NOM,
            Element("body", str, "Ce qu’il y a à corriger, en toutes lettres."),
            Element("correction", RaisonCorrection, "Ce qui ne va pas."),
            Element("attachment", strawberry.ID | None, "Fichier téléversé, joint au message."),
        ],
        reponse={"dossier": LE_DOSSIER, **MESSAGE},
        fichiers=["attachment"],
    ),
    "dossier_supprimer_message": mutation(
        "DossierSupprimerMessage",
        "Supprimer un message que l’on a écrit.",
        messages.supprimer,
        demande=[MESSAGE_ID, INSTRUCTEUR_ID],
        reponse=MESSAGE,
    ),
}
