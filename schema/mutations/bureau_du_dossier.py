"""What an instructeur does on his desk with one dossier."""

from typing import Any

import strawberry

from domain.badges.regles import Volet
from domain.messagerie.models import RaisonCorrection
from resolvers.bureau import apres_ecriture
from resolvers.bureau.dossier import DOSSIER_DU_BUREAU
from resolvers.mutations import annotations as des_programmes
from resolvers.mutations import bureau_du_dossier
from schema.bureau.annotations import AnnotationDuBureau
from schema.bureau.dossier import DossierDuBureau
from schema.champs import Champ
from schema.fields import query, relation
from schema.mutations.annotations import AnnotationInput
from schema.mutations.declaration import Element, mutation, objet
from schema.mutations.elements import DOSSIER_ID, LE_MESSAGE

LE_DOSSIER: tuple[Any, Any] = (
    DossierDuBureau | None,
    relation(
        "Le dossier, après la demande. Nul si elle est refusée, ou s’il n’est plus à mes groupes.",
        (DOSSIER_DU_BUREAU, "dossier_id"),
    ),
)
DOSSIER = {"dossier": LE_DOSSIER}

ConflitDAnnotation = objet(
    "ConflitDAnnotation",
    "Deux personnes ont modifié une annotation : les deux valeurs, dont aucune n’est perdue.",
    {
        "actuelle": (
            AnnotationDuBureau | None,
            query("Ce qu’elle est, et la version qu’il faut avoir lue.", apres_ecriture.actuelle),
        ),
        "proposee": (
            Champ | None,
            query("Ce que je voulais écrire, et qui n’est pas écrit.", apres_ecriture.proposee),
        ),
    },
)


def _fichiers(entree: Any) -> Any:
    return des_programmes.fichiers({"annotations": [entree["annotation"]]})


CHAMPS = {
    "dossier_marquer_vu": mutation(
        "DossierMarquerVu",
        "Retenir que l’on vient d’ouvrir un onglet d’un dossier ; les messages de l’usager sont alors lus.",
        bureau_du_dossier.marquer_vu,
        demande=[DOSSIER_ID, Element("onglet", Volet, "L’onglet.")],
        reponse=DOSSIER,
        personne=True,
    ),
    "dossier_modifier_annotation_versionnee": mutation(
        "DossierModifierAnnotationVersionnee",
        "Écrire dans une annotation que personne n’a modifiée depuis qu’on l’a lue.",
        bureau_du_dossier.modifier_annotation,
        demande=[
            DOSSIER_ID,
            Element("annotation", AnnotationInput, "L’annotation et sa nouvelle valeur."),
            Element("version", str, "La version que l’on a lue."),
        ],
        reponse={
            **DOSSIER,
            "annotation": (
                AnnotationDuBureau | None,
                query("L’annotation, après la demande.", apres_ecriture.ecrite),
            ),
            "conflit": (
                ConflitDAnnotation | None,
                query("Les deux valeurs, quand quelqu’un a écrit avant.", apres_ecriture.conflit),
            ),
        },
        fichiers=_fichiers,
        personne=True,
    ),
    "dossier_ecrire_message": mutation(
        "DossierEcrireMessage",
        "Écrire à l’usager d’un dossier, avec plusieurs pièces jointes s’il le faut.",
        bureau_du_dossier.ecrire,
        demande=[
            DOSSIER_ID,
            Element("body", str, "Texte du message."),
            Element(
                "attachments",
                list[strawberry.ID] | None,
                "Fichiers téléversés, joints au message : dix au plus, de moins de 20 Mo chacun.",
            ),
            Element(
                "correction",
                RaisonCorrection | None,
                "Demander à l’usager de corriger son dossier, et dire en quoi.",
            ),
            Element("attend_reponse", bool | None, "Vrai si l’on attend une réponse de l’usager."),
        ],
        reponse={**DOSSIER, "message": LE_MESSAGE},
        fichiers=lambda entree: entree.get("attachments") or (),
        personne=True,
    ),
    "dossier_garder_brouillon_de_message": mutation(
        "DossierGarderBrouillonDeMessage",
        "Garder un message que l’on n’a pas fini d’écrire ; un texte vide l’efface.",
        bureau_du_dossier.garder_brouillon,
        demande=[DOSSIER_ID, Element("body", str, "Texte du message.")],
        reponse=DOSSIER,
        personne=True,
    ),
    "dossier_envoyer_aux_instructeurs": mutation(
        "DossierEnvoyerAuxInstructeurs",
        "Envoyer un dossier à d’autres instructeurs de son groupe, qui le suivent alors.",
        bureau_du_dossier.envoyer_aux_instructeurs,
        demande=[
            DOSSIER_ID,
            Element("instructeur_ids", list[strawberry.ID], "Identifiants des destinataires."),
        ],
        reponse=DOSSIER,
        personne=True,
    ),
    "dossier_restaurer_et_prolonger": mutation(
        "DossierRestaurerEtProlonger",
        "Sortir de la corbeille un dossier expiré, et le conserver un mois de plus.",
        bureau_du_dossier.restaurer_et_prolonger,
        demande=[DOSSIER_ID],
        reponse=DOSSIER,
        personne=True,
    ),
    "dossier_definir_labels": mutation(
        "DossierDefinirLabels",
        "Poser sur un dossier ces labels, à la place de ceux d’avant.",
        bureau_du_dossier.definir_labels,
        demande=[
            DOSSIER_ID,
            Element(
                "label_ids", list[strawberry.ID], "Identifiants des labels ; aucun les retire."
            ),
        ],
        reponse=DOSSIER,
        personne=True,
    ),
}
