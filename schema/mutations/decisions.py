"""Decisions: what changes the state of a dossier."""

import strawberry

from resolvers.mutations import decisions
from schema.mutations.declaration import Element, mutation
from schema.mutations.elements import EN_SON_NOM, LE_DOSSIER

SANS_COURRIEL = Element(
    "disable_notification", bool | None, "Vrai pour ne pas écrire à l’usager.", False
)
JUSTIFICATIF = Element(
    "justificatif", strawberry.ID | None, "Fichier téléversé, joint à la décision."
)
DOSSIER = {"dossier": LE_DOSSIER}


def _decision(motivation: type) -> list[Element]:
    return [
        *EN_SON_NOM,
        Element("motivation", motivation, "Motivation de la décision, que l’usager lira."),
        JUSTIFICATIF,
        SANS_COURRIEL,
    ]


FACULTATIVE, OBLIGATOIRE = _decision(str | None), _decision(str)  # type: ignore[arg-type]

CHAMPS = {
    "dossier_passer_en_instruction": mutation(
        "DossierPasserEnInstruction",
        "Passer un dossier en instruction. L’instructeur le suit.",
        decisions.passer_en_instruction,
        demande=[*EN_SON_NOM, SANS_COURRIEL],
        reponse=DOSSIER,
    ),
    "dossier_repasser_en_construction": mutation(
        "DossierRepasserEnConstruction",
        "Rendre un dossier en instruction à son usager, qui peut le modifier.",
        decisions.repasser_en_construction,
        demande=[*EN_SON_NOM, SANS_COURRIEL],
        reponse=DOSSIER,
    ),
    "dossier_repasser_en_instruction": mutation(
        "DossierRepasserEnInstruction",
        "Revenir sur la décision prise : le dossier est de nouveau en instruction.",
        decisions.repasser_en_instruction,
        demande=[*EN_SON_NOM, SANS_COURRIEL],
        reponse=DOSSIER,
    ),
    "dossier_accepter": mutation(
        "DossierAccepter",
        "Accepter un dossier en instruction.",
        decisions.accepter,
        demande=FACULTATIVE,
        reponse=DOSSIER,
        fichiers=["justificatif"],
    ),
    "dossier_refuser": mutation(
        "DossierRefuser",
        "Refuser un dossier en instruction.",
        decisions.refuser,
        demande=OBLIGATOIRE,
        reponse=DOSSIER,
        fichiers=["justificatif"],
    ),
    "dossier_classer_sans_suite": mutation(
        "DossierClasserSansSuite",
        "Classer sans suite un dossier en instruction.",
        decisions.classer_sans_suite,
        demande=OBLIGATOIRE,
        reponse=DOSSIER,
        fichiers=["justificatif"],
    ),
}
