"""Annotations privées."""

from typing import Any

import strawberry

from resolvers.mutations import annotations, relecture
from schema.champs import Champ, RepetitionChamp
from schema.fields import query
from schema.mutations.declaration import Declaree, Element, entree, liste_de, mutation
from schema.mutations.elements import EN_SON_NOM
from schema.mutations.valeurs import AnnotationValueInput
from schema.scalars import Date, DateTime

AnnotationInput = entree(
    "AnnotationInput",
    "Une annotation et ce qu’il faut y écrire.",
    [
        Element("id", strawberry.ID, "Identifiant de l’annotation, tel que le dossier le donne."),
        Element("value", AnnotationValueInput, "La valeur."),
    ],
)

ANNOTATION_ID = Element("annotation_id", strawberry.ID, "Identifiant de l’annotation.")
OBSOLETE = "Utilisez `dossierModifierAnnotations` à la place."
L_ANNOTATION: tuple[Any, Any] = (
    Champ | None,
    query("L’annotation, après la demande.", relecture.annotation),
)


def _une(type_: str, valeur: Any, description: str) -> Declaree:
    return mutation(
        f"DossierModifierAnnotation{type_}",
        f"Écrire dans une annotation {description}.",
        annotations.modifier_une(f"dossierModifierAnnotation{type_}"),
        demande=[*EN_SON_NOM, ANNOTATION_ID, Element("value", valeur, "La valeur.")],
        reponse={"annotation": L_ANNOTATION},
        deprecie=OBSOLETE,
    )


CHAMPS = {
    "dossier_modifier_annotations": mutation(
        "DossierModifierAnnotations",
        "Écrire dans des annotations. Ce qui est juste est gardé, même quand le reste est refusé.",
        annotations.modifier,
        demande=[
            *EN_SON_NOM,
            Element("annotations", liste_de(AnnotationInput), "Les annotations à écrire."),
        ],
        reponse={
            "annotations": (
                list[Champ] | None,
                query("Celles qui ont été écrites.", relecture.annotations),
            )
        },
        fichiers=annotations.fichiers,
    ),
    "dossier_modifier_annotation_text": _une("Text", str, "de texte"),
    "dossier_modifier_annotation_checkbox": _une("Checkbox", bool, "à cocher"),
    "dossier_modifier_annotation_date": _une("Date", Date, "de date"),
    "dossier_modifier_annotation_datetime": _une("Datetime", DateTime, "de date et d’heure"),
    "dossier_modifier_annotation_integer_number": _une("IntegerNumber", int, "de nombre entier"),
    "dossier_modifier_annotation_decimal_number": _une("DecimalNumber", float, "de nombre décimal"),
    "dossier_modifier_annotation_drop_down_list": _une("DropDownList", str, "à choix simple"),
    "dossier_modifier_annotation_ajouter_ligne": mutation(
        "DossierModifierAnnotationAjouterLigne",
        "Ajouter une ligne à une annotation répétable.",
        annotations.ajouter_ligne,
        demande=[*EN_SON_NOM, ANNOTATION_ID],
        reponse={
            "annotation": (
                RepetitionChamp | None,
                query("Le bloc répétable, après la demande.", relecture.annotation),
            )
        },
        deprecie=OBSOLETE,
    ),
}
