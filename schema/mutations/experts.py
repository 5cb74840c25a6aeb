"""What experts do."""

from typing import Any

import strawberry

from resolvers.bureau.avis import MON_AVIS
from resolvers.mutations import experts, experts_et_usagers
from schema.bureau.avis_demandes import MonAvis
from schema.fields import column, relation
from schema.mutations.avis import AVIS_ID, QUESTION
from schema.mutations.declaration import Element, liste_de, mutation
from schema.mutations.elements import MESSAGE_ID
from schema.mutations.televersements import DirectUpload

MON_AVIS_APRES: tuple[Any, Any] = (
    MonAvis | None,
    relation("L’avis, après la demande. Nul si elle est refusée.", (MON_AVIS, "avis_id")),
)
TEXTE: tuple[Any, Any] = (
    str | None,
    column("Le texte qui n’a pas été gardé, quand la demande est refusée.", "texte"),
)
RENDU = {"avis": MON_AVIS_APRES, "texte": TEXTE}

CHAMPS = {
    "expert_rendre_avis": mutation(
        "ExpertRendreAvis",
        "Rendre un avis, ou changer celui que l’on a rendu.",
        experts.rendre,
        demande=[
            AVIS_ID,
            Element("reponse", str, "L’avis."),
            Element(
                "question_reponse", bool | None, "Oui ou non, si la question en attend une réponse."
            ),
            Element("piece", strawberry.ID | None, "Fichier téléversé, à la place du précédent."),
            Element("sans_piece", bool, "Vrai pour retirer le fichier joint.", False),
        ],
        reponse=RENDU,
        fichiers=["piece"],
        personne=True,
    ),
    "expert_demander_avis": mutation(
        "ExpertDemanderAvis",
        "Demander l’avis d’autres experts sur le dossier d’un avis. Confidentiel, il le reste.",
        experts.demander,
        demande=[AVIS_ID, *QUESTION],
        reponse=RENDU,
        fichiers=["piece"],
        personne=True,
    ),
    "expert_relancer_avis": mutation(
        "ExpertRelancerAvis",
        "Rappeler à un expert l’avis qu’on lui a demandé.",
        experts.relancer,
        demande=[AVIS_ID],
        reponse={},
        personne=True,
    ),
    "expert_revoquer_avis": mutation(
        "ExpertRevoquerAvis",
        "Retirer l’avis que l’on a demandé à un expert.",
        experts.revoquer,
        demande=[AVIS_ID],
        reponse={},
        personne=True,
    ),
    "expert_annoncer_fichier": mutation(
        "ExpertAnnoncerFichier",
        "Annoncer un fichier que l’on va envoyer, pour le dossier d’un avis.",
        experts.annoncer_un_fichier,
        demande=[
            AVIS_ID,
            Element("filename", str, "Nom du fichier."),
            Element("byte_size", int, "Taille du fichier, en octets."),
            Element("checksum", str, "MD5 des octets, en Base64."),
            Element("content_type", str, "Type du fichier, comme application/pdf."),
        ],
        reponse={
            "direct_upload": (
                DirectUpload | None,
                column("Où envoyer le fichier.", "direct_upload"),
            )
        },
        personne=True,
    ),
    "expert_envoyer_message": mutation(
        "ExpertEnvoyerMessage",
        "Écrire à l’usager du dossier d’un avis.",
        experts_et_usagers.ecrire,
        demande=[
            AVIS_ID,
            Element("body", str, "Texte du message."),
            Element(
                "attachments",
                liste_de(strawberry.ID) | None,
                "Fichiers téléversés, joints au message ; 10 au plus.",
            ),
        ],
        reponse=RENDU,
        fichiers=lambda entree: entree.get("attachments") or (),
        personne=True,
    ),
    "expert_supprimer_message": mutation(
        "ExpertSupprimerMessage",
        "Supprimer un message que l’on a écrit.",
        experts_et_usagers.supprimer_message,
        demande=[MESSAGE_ID],
        reponse={},
        personne=True,
    ),
    "expert_regler_notifications": mutation(
        "ExpertReglerNotifications",
        "Choisir les courriels que l’on reçoit d’une démarche.",
        experts_et_usagers.regler,
        demande=[
            Element("demarche", int, "Numéro de la démarche."),
            Element("avertir_des_avis", bool | None, "Un courriel pour chaque avis demandé."),
            Element(
                "avertir_des_messages", bool | None, "Un courriel pour chaque message de l’usager."
            ),
        ],
        reponse={},
        personne=True,
    ),
}
