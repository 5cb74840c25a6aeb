"""A démarche on an instructeur’s desk. Each part of it is a class of its own file, which this one gathers."""

import strawberry

from resolvers.bureau.demarche import demarche_du_bureau
from schema.bureau.avis import AvisDeLaDemarche
from schema.bureau.badges import BadgesDeLaDemarche
from schema.bureau.brouillons import BrouillonsDeLaDemarche
from schema.bureau.expirations import FinsDeVieDeLaDemarche
from schema.bureau.exports import ExportsDuBureau
from schema.bureau.formulaires import FormulaireDuBureau
from schema.bureau.gestion import GestionDeLaDemarche
from schema.bureau.groupes import GroupesDeLaDemarche
from schema.bureau.masse import OperationsDeLaDemarche
from schema.bureau.modeles_d_export import ModelesDuBureau
from schema.bureau.onglets import OngletsDuBureau
from schema.bureau.preferences import PreferencesDeLaDemarche
from schema.bureau.presentations import PresentationsDuBureau
from schema.bureau.statistiques import Statistiques
from schema.bureau.tableau import TableauDuBureau
from schema.fields import argument, column, identifiant, query


@strawberry.type(description="Une démarche, sur le bureau de qui l’instruit.")
class DemarcheDuBureau(
    OngletsDuBureau,
    TableauDuBureau,
    PresentationsDuBureau,
    OperationsDeLaDemarche,
    FinsDeVieDeLaDemarche,
    ExportsDuBureau,
    BadgesDeLaDemarche,
    PreferencesDeLaDemarche,
    AvisDeLaDemarche,
    FormulaireDuBureau,
    GestionDeLaDemarche,
    GroupesDeLaDemarche,
    Statistiques,
    ModelesDuBureau,
    BrouillonsDeLaDemarche,
):
    id: strawberry.ID = identifiant("Procedure")
    number: int = column("Numéro de la démarche.", "id")
    title: str = column("Titre de la démarche.", "libelle")


@strawberry.type(description="Le chemin vers une démarche que l’on instruit.")
class UneDemarche:
    """The way to one démarche, in an instructeur's space."""

    demarche: DemarcheDuBureau | None = query(
        "Une démarche que l’on instruit. Nul si elle n’existe pas, ou si on n’en instruit aucun dossier.",
        demarche_du_bureau,
        arguments=[argument("number", int, "Numéro de la démarche.")],
    )
