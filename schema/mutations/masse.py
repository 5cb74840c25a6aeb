"""Acts on many dossiers at once: they are done behind the scenes, and followed by their operation."""

import strawberry

from domain.masse.models import ActeDeMasse
from domain.presentations.onglets import Onglet
from resolvers.bureau import masse as lecture
from resolvers.mutations import masse
from schema.bureau.colonnes import FiltreDeListeInput, TriDeListeInput
from schema.bureau.masse import OperationDeMasse
from schema.fields import column, query
from schema.mutations.decisions import JUSTIFICATIF, SANS_COURRIEL
from schema.mutations.declaration import Declaree, Element, WarningMessage, entree, mutation
from schema.mutations.elements import INSTRUCTEUR_ID

ListeDeDossiersInput = entree(
    "ListeDeDossiersInput",
    "Une liste de dossiers, comme son onglet la montre.",
    [
        Element("demarche_number", int, "Numéro de la démarche, que l’on instruit."),
        Element("onglet", Onglet, "L’onglet."),
        Element(
            "filtres",
            list[FiltreDeListeInput] | None,
            "Des filtres, à la place de ceux que l’on a gardés pour cet onglet.",
        ),
        Element("tri", TriDeListeInput | None, "Un ordre, à la place de celui que l’on a gardé."),
        Element(
            "inclure_archives",
            bool | None,
            "Avec les dossiers archivés, dans l’onglet « au total ».",
        ),
    ],
)

DOSSIERS = Element(
    "dossier_ids",
    list[strawberry.ID],
    "Identifiants des dossiers d’une même démarche, 500 au plus.",
)
MOTIVATION = "Motivation de la décision, que chaque usager lira."
OPERATION_ID = Element("operation_id", strawberry.ID, "Identifiant de l’action de masse.")
OPERATION = {
    "operation_de_masse": (
        OperationDeMasse | None,
        query("L’action de masse. Nulle si la demande est refusée.", lecture.de_la_demande),
    )
}
CREEE = {
    **OPERATION,
    "warnings": (
        list[WarningMessage] | None,
        column("Ce qui a été laissé de côté.", "warnings"),
    ),
}


def _pluriel(nom: str, quoi: str, acte: ActeDeMasse, *elements: Element) -> Declaree:
    return mutation(
        nom,
        f"{quoi} Chaque dossier est traité à son tour : suivez l’action de masse.",
        masse.sur_des_dossiers(acte),
        demande=[DOSSIERS, INSTRUCTEUR_ID, *elements],
        reponse=CREEE,
        fichiers=["justificatif"],
    )


def _motivation(type_: object) -> Element:
    return Element("motivation", type_, MOTIVATION)


CHAMPS = {
    "dossiers_passer_en_instruction": _pluriel(
        "DossiersPasserEnInstruction",
        "Passer des dossiers en instruction.",
        ActeDeMasse.passer_en_instruction,
        SANS_COURRIEL,
    ),
    "dossiers_accepter": _pluriel(
        "DossiersAccepter",
        "Accepter des dossiers en instruction.",
        ActeDeMasse.accepter,
        _motivation(str | None),
        JUSTIFICATIF,
        SANS_COURRIEL,
    ),
    "dossiers_refuser": _pluriel(
        "DossiersRefuser",
        "Refuser des dossiers en instruction.",
        ActeDeMasse.refuser,
        _motivation(str),
        JUSTIFICATIF,
        SANS_COURRIEL,
    ),
    "dossiers_classer_sans_suite": _pluriel(
        "DossiersClasserSansSuite",
        "Classer sans suite des dossiers en instruction.",
        ActeDeMasse.classer_sans_suite,
        _motivation(str),
        JUSTIFICATIF,
        SANS_COURRIEL,
    ),
    "operation_de_masse_creer": mutation(
        "OperationDeMasseCreer",
        "Demander une action sur plusieurs dossiers, en son nom.",
        masse.creer,
        demande=[
            Element("acte", ActeDeMasse, "Ce qu’il faut faire à chaque dossier."),
            Element(
                "dossier_ids",
                list[strawberry.ID] | None,
                "Identifiants des dossiers d’une même démarche, 500 au plus.",
            ),
            Element(
                "liste",
                ListeDeDossiersInput | None,
                "À la place des identifiants : les 500 premiers dossiers de cette liste.",
            ),
            _motivation(str | None),
            JUSTIFICATIF,
            SANS_COURRIEL,
            Element("emails", list[str] | None, "Adresses des experts à qui demander un avis."),
            Element("introduction", str | None, "Ce que l’on demande aux experts."),
            Element("question", str | None, "Question à laquelle ils répondent par oui ou non."),
            Element(
                "confidentiel", bool | None, "Vrai pour que chaque expert ne lise que son avis."
            ),
            Element("body", str | None, "Texte du message."),
            Element(
                "attachment", strawberry.ID | None, "Fichier téléversé, joint à chaque message."
            ),
        ],
        reponse=CREEE,
        fichiers=["justificatif", "attachment"],
        preparer=masse.lire_la_selection,
    ),
    "operation_de_masse_annuler": mutation(
        "OperationDeMasseAnnuler",
        "Annuler ce qui n’est pas commencé d’une action de masse.",
        masse.annuler,
        demande=[OPERATION_ID],
        reponse=OPERATION,
    ),
    "operation_de_masse_reprendre": mutation(
        "OperationDeMasseReprendre",
        "Essayer de nouveau les dossiers en échec d’une action de masse terminée.",
        masse.reprendre,
        demande=[OPERATION_ID],
        reponse=OPERATION,
    ),
    "operation_de_masse_marquer_vue": mutation(
        "OperationDeMasseMarquerVue",
        "Dire que la fin d’une action de masse a été montrée.",
        masse.marquer_vue,
        demande=[OPERATION_ID],
        reponse=OPERATION,
    ),
}
