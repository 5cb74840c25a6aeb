"""Values that programs give, each under its type: a champ is answered by one member, its own."""

from typing import Any

import strawberry

from schema.mutations.declaration import Element, entree
from schema.scalars import Date, DateTime

# One member a type. The first ones are the contract's, the others ours (api 14.15).
VALEURS = [
    Element("text", str | None, "Un texte court."),
    Element("textarea", str | None, "Un texte long."),
    Element("email", str | None, "Une adresse électronique."),
    Element("checkbox", bool | None, "Une case, cochée ou non."),
    Element("yes_no", bool | None, "Oui ou non."),
    Element("date", Date | None, "Une date."),
    Element("datetime", DateTime | None, "Une date et une heure."),
    Element("integer_number", int | None, "Un nombre entier."),
    Element("decimal_number", float | None, "Un nombre décimal."),
    Element("drop_down_list", str | None, "Une des options de la liste."),
    Element(
        "multiple_drop_down_list", list[str] | None, "Des options, à la place de celles d’avant."
    ),
    Element("repetition", int | None, "Combien de lignes ajouter au bloc répétable."),
    Element("civilite", str | None, "« M. » ou « Mme »."),
    Element("phone", str | None, "Un numéro de téléphone."),
    Element("iban", str | None, "Un IBAN."),
    Element("formatted", str | None, "Un texte à la forme que la démarche demande."),
    Element("pays", str | None, "Un pays, par son code."),
    Element("region", str | None, "Une région, par son code."),
    Element("departement", str | None, "Un département, par son code."),
    Element("commune", str | None, "Une commune, par son code INSEE."),
    Element("epci", str | None, "Un EPCI, par son code."),
    Element("dossier_link", str | None, "Un autre dossier, par son numéro."),
    Element("piece_justificative", list[strawberry.ID] | None, "Des fichiers téléversés."),
]  # fmt: skip


def _valeur(nom: str, description: str) -> Any:
    return entree(nom, description, VALEURS, une_seule=True)


AnnotationValueInput = _valeur("AnnotationValueInput", "La valeur d’une annotation, sous son type.")
ChampValueInput = _valeur("ChampValueInput", "La réponse à un champ, sous son type.")
