"""Dossiers that programs make: drafts, filled as often as it takes, then deposited."""

from typing import Any

import strawberry

from domain import identifiants
from domain.dossiers.demandeurs import Civilite
from resolvers.mutations import depot
from schema.demandes import FindDemarcheInput
from schema.fields import column
from schema.mutations.declaration import Element, entree, liste_de, mutation
from schema.mutations.elements import DOSSIER_ID, LE_DOSSIER
from schema.mutations.valeurs import ChampValueInput
from schema.scalars import Date


@strawberry.type(description="Ce qui ne va pas dans la réponse à un champ.")
class ChampError:
    id: strawberry.ID = column("Identifiant du champ, dans sa ligne s’il est répété.", "id")
    label: str | None = column(
        "Libellé du champ. Nul si aucun champ n’a cet identifiant.", "libelle"
    )
    message: str = column("Ce qui ne va pas, en toutes lettres.", "message")


@strawberry.type(description="Un dossier qu’un programme prépare.")
class DossierEnPreparation:
    id: strawberry.ID = column("Identifiant global.", "id", identifiants.de("Dossier"))
    number: int = column("Numéro du dossier.", "id")
    errors: list[ChampError] = column(
        "Ce pour quoi le dossier serait refusé s’il était déposé maintenant.", "erreurs"
    )


PersonnePhysiqueInput = entree(
    "PersonnePhysiqueInput",
    "Une personne qui fait une demande.",
    [
        Element("civilite", Civilite | None, "Civilité."),
        Element("nom", str, "Nom."),
        Element("prenom", str, "Prénom."),
        Element("date_de_naissance", Date | None, "Date de naissance."),
        Element("email", str | None, "Adresse électronique."),
    ],
)
DemandeurInput = entree(
    "DemandeurInput",
    "Qui fait la demande : une personne ou un établissement, selon la démarche.",
    [
        Element("personne_physique", PersonnePhysiqueInput | None, "Une personne."),
        Element("siret", str | None, "Un établissement, par son numéro SIRET."),
    ],
    une_seule=True,
)
MandataireInput = entree(
    "MandataireInput",
    "Qui dépose pour quelqu’un d’autre.",
    [Element("nom", str, "Nom."), Element("prenom", str, "Prénom.")],
)
ChampInput = entree(
    "ChampInput",
    "La réponse à un champ.",
    [
        Element(
            "id", strawberry.ID, "Identifiant du champ, avec celui de sa ligne s’il est répété."
        ),
        Element("value", ChampValueInput, "La réponse."),
    ],
)

EN_PREPARATION: dict[str, tuple[Any, Any]] = {
    "dossier": (
        DossierEnPreparation | None,
        column("Le dossier en préparation. Nul si la demande est refusée.", "en_preparation"),
    ),
    "champ_errors": (
        list[ChampError] | None,
        column("Les réponses qui n’ont pas été gardées. Nul quand elles l’ont toutes été.", "champ_errors"),
    ),
}  # fmt: skip

CHAMPS = {
    "dossier_creer": mutation(
        "DossierCreer",
        "Préparer un dossier au nom d’un usager.",
        depot.creer,
        demande=[
            Element("demarche", FindDemarcheInput, "La démarche."),
            Element("usager_email", str, "Adresse de l’usager, à qui le dossier sera."),
            Element("demandeur", DemandeurInput, "Qui fait la demande."),
            Element("mandataire", MandataireInput | None, "Qui dépose pour le demandeur."),
            Element("champs", liste_de(ChampInput) | None, "Des réponses, s’il y en a déjà.", []),
        ],
        reponse=EN_PREPARATION,
        fichiers=depot.fichiers,
    ),
    "dossier_modifier_champs": mutation(
        "DossierModifierChamps",
        "Répondre à des champs d’un dossier que l’on prépare. Ce qui est juste est gardé.",
        depot.modifier,
        demande=[DOSSIER_ID, Element("champs", liste_de(ChampInput), "Les réponses.")],
        reponse=EN_PREPARATION,
        fichiers=depot.fichiers,
    ),
    "dossier_deposer": mutation(
        "DossierDeposer",
        "Déposer un dossier que l’on a préparé, ou ses modifications.",
        depot.deposer,
        demande=[
            DOSSIER_ID,
            Element(
                "correction_faite",
                bool | None,
                "Vrai pour dire que la correction demandée est faite, là où il faut le dire.",
                False,
            ),
        ],
        reponse={
            "dossier": LE_DOSSIER,
            "champ_errors": (
                list[ChampError] | None,
                column("Ce qu’il faut d’abord corriger, champ par champ.", "champ_errors"),
            ),
        },
    ),
}
