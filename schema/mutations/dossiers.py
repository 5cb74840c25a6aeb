"""What is done to a dossier besides deciding."""

from resolvers.mutations import dossiers
from schema.fields import column
from schema.mutations.declaration import Element, mutation
from schema.mutations.elements import (
    DOSSIER_ID,
    EN_SON_NOM,
    GROUPE_ID,
    L_INSTRUCTEUR,
    LABEL_ID,
    LE_DOSSIER,
    LE_LABEL,
)

DOSSIER = {"dossier": LE_DOSSIER}
ET_LABEL = {"dossier": LE_DOSSIER, "label": LE_LABEL}

CHAMPS = {
    "dossier_archiver": mutation(
        "DossierArchiver",
        "Archiver un dossier traité.",
        dossiers.archiver,
        demande=EN_SON_NOM,
        reponse=DOSSIER,
    ),
    "dossier_desarchiver": mutation(
        "DossierDesarchiver",
        "Sortir un dossier des archives.",
        dossiers.desarchiver,
        demande=EN_SON_NOM,
        reponse=DOSSIER,
    ),
    "dossier_bascule_suivi": mutation(
        "DossierBasculeSuivi",
        "Suivre un dossier, ou ne plus le suivre.",
        dossiers.basculer_suivi,
        demande=[
            *EN_SON_NOM,
            Element(
                "follow", bool, "Vrai pour suivre le dossier, faux pour ne plus le suivre.", True
            ),
        ],
        reponse={**DOSSIER, "instructeur": L_INSTRUCTEUR},
    ),
    "dossier_suivre": mutation(
        "DossierSuivre",
        "Suivre un dossier.",
        dossiers.suivre,
        demande=EN_SON_NOM,
        reponse={**DOSSIER, "instructeur": L_INSTRUCTEUR},
    ),
    "dossier_ne_plus_suivre": mutation(
        "DossierNePlusSuivre",
        "Ne plus suivre un dossier.",
        dossiers.ne_plus_suivre,
        demande=EN_SON_NOM,
        reponse={**DOSSIER, "instructeur": L_INSTRUCTEUR},
    ),
    "dossier_supprimer": mutation(
        "DossierSupprimer",
        "Mettre à la corbeille un dossier traité.",
        dossiers.supprimer,
        demande=EN_SON_NOM,
        reponse={"number": (int | None, column("Numéro du dossier jeté.", "number"))},
    ),
    "dossier_restaurer": mutation(
        "DossierRestaurer",
        "Sortir un dossier de la corbeille.",
        dossiers.restaurer,
        demande=EN_SON_NOM,
        reponse=DOSSIER,
    ),
    "dossier_prolonger": mutation(
        "DossierProlonger",
        "Conserver un dossier un mois de plus.",
        dossiers.prolonger,
        demande=EN_SON_NOM,
        reponse=DOSSIER,
    ),
    "dossier_changer_groupe_instructeur": mutation(
        "DossierChangerGroupeInstructeur",
        "Confier un dossier à un autre groupe d’instructeurs de la démarche.",
        dossiers.changer_groupe,
        demande=[DOSSIER_ID, GROUPE_ID],
        reponse=DOSSIER,
    ),
    "dossier_ajouter_label": mutation(
        "DossierAjouterLabel",
        "Poser un label sur un dossier.",
        dossiers.ajouter_label,
        demande=[DOSSIER_ID, LABEL_ID],
        reponse=ET_LABEL,
    ),
    "dossier_supprimer_label": mutation(
        "DossierSupprimerLabel",
        "Retirer un label d’un dossier.",
        dossiers.supprimer_label,
        demande=[DOSSIER_ID, LABEL_ID],
        reponse=ET_LABEL,
    ),
}
