"""What a client may ask of the answers to a champ."""

import strawberry

from resolvers.filtres_de_champ import Operateur

strawberry.enum(
    Operateur,
    name="OperateurDeFiltre",
    description=(
        "Ce que l’on demande à la réponse d’un champ : `egal` à la valeur, `parmi` les valeurs (100 au "
        "plus), `contient` la valeur (sans distinguer majuscules et minuscules), `inferieur` ou "
        "`superieur` à la valeur (exclue), `entre` deux valeurs (incluses), `rempli` ou `vide` (sans "
        "valeur). Un choix multiple est `egal` à chacune des options choisies. Les nombres ont `egal`, "
        "`parmi`, `inferieur`, `superieur`, `entre` ; les dates de même, sauf `parmi` ; les textes et "
        "les listes `egal` et `parmi` ; les textes aussi `contient` ; « oui ou non » `egal`, `rempli` et "
        "`vide` ; la case à cocher `egal`."
    ),
)


@strawberry.input(
    description=(
        "Un filtre sur la réponse à un champ ou à une annotation. Les valeurs sont comparées à la "
        "réponse enregistrée, sous le type que le champ a aujourd’hui ; dans un bloc répétable, il "
        "suffit qu’une des lignes passe."
    )
)
class FiltreDeChampInput:
    champ: strawberry.ID = strawberry.field(
        description="Identifiant global du champ, celui de son descripteur."
    )
    operateur: Operateur = strawberry.field(
        default=Operateur.egal, description="Ce que l’on demande à la réponse."
    )
    valeurs: list[str] = strawberry.field(
        default_factory=list,
        description=(
            "Les valeurs : un texte tel qu’il est enregistré ; un nombre avec un point ; une date "
            "`AAAA-MM-JJ` ; une date et une heure au format ISO 8601, comparées à la seconde, à l’heure "
            "de Paris ; `true` ou `false`."
        ),
    )
