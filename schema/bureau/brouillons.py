"""Writing to those who have not filed yet."""

import strawberry

from domain import identifiants
from resolvers.bureau.brouillons import (
    BROUILLONS_PAR_GROUPE,
    ECHECS_D_ENVOI,
    ENVOIS_AUX_BROUILLONS,
)
from schema.fields import column, relation
from schema.scalars import DateTime


@strawberry.type(description="Combien de brouillons un groupe recevra peut-être.")
class BrouillonsDuGroupe:
    groupe_instructeur_id: strawberry.ID | None = column(
        "Identifiant du groupe ; nul pour les brouillons qui n’en ont pas encore.",
        "groupe_id",
        identifiants.de("GroupeInstructeur"),
    )
    label: str | None = column("Libellé du groupe.", "label")
    mien: bool = column("Vrai si l’on en est membre.", "mien")
    nombre: int = column("Nombre de brouillons.", "nombre")


@strawberry.type(description="Un brouillon où un message n’a pas pu être écrit.")
class EchecDEnvoi:
    dossier_number: int = column("Numéro du dossier.", "dossier_id")
    raison: str = column("Pourquoi.", "echec")


@strawberry.type(description="Un message écrit à tous les brouillons d’une démarche.")
class EnvoiAuxBrouillons:
    body: str = column("Le message.", "corps")
    auteur: str = column("Adresse de qui l’a écrit.", "email")
    date_envoi: DateTime = column("Quand.", "envoye_le")
    date_fin: DateTime | None = column(
        "Quand le dernier a été servi ; nul tant qu’il en reste.", "termine_le"
    )
    envoyes: int = column("Combien l’ont reçu.", "envoyes")
    en_attente: int = column("Combien l’attendent encore.", "en_attente")
    echecs: list[EchecDEnvoi] = relation("Ceux qui n’ont pas pu l’avoir.", (ECHECS_D_ENVOI, "id"))


@strawberry.type(description="Les brouillons d’une démarche.")
class BrouillonsDeLaDemarche:
    brouillons: list[BrouillonsDuGroupe] = relation(
        "Combien il y en a, par groupe. Personne ne les lit avant leur dépôt.",
        (BROUILLONS_PAR_GROUPE, "id"),
    )
    envois_aux_brouillons: list[EnvoiAuxBrouillons] = relation(
        "Les messages qui leur ont été écrits, du plus récent au plus ancien.",
        (ENVOIS_AUX_BROUILLONS, "id"),
    )
