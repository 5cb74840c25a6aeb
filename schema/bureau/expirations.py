"""The end of dossiers: which are about to go, when, why, and who was told."""

import strawberry

from domain import identifiants
from domain.expirations.models import Aupres
from domain.expirations.prevision import Etape
from resolvers.bureau import expirations
from schema.connexions import DeletedDossierReason, RaisonVisible
from schema.enums import DossierState
from schema.fields import argument, column, computed, query
from schema.scalars import Date, DateTime

strawberry.enum(
    Etape, name="EtapeDeFinDeVie", description="Ce qui arrive à un dossier dont la durée prend fin."
)
strawberry.enum(Aupres, name="AupresDe", description="De quel côté quelqu’un a été prévenu.")

assert DeletedDossierReason is RaisonVisible  # the same words as those of deleted dossiers


@strawberry.type(description="Quelqu’un que l’on a prévenu de la fin d’un dossier.")
class Prevenu:
    destinataire: str = column("Son adresse électronique.", "destinataire")
    aupres: Aupres = column("De quel côté il est.", "aupres")
    date: DateTime = computed("Quand l’avis a été écrit.", lambda row: row.le)
    remis: bool = column("Si un serveur de courriels a pris cet avis.", "remis")


@strawberry.type(description="Une étape à venir de la fin d’un dossier.")
class FinDeVie:
    dossier_id: strawberry.ID = computed(
        "Identifiant du dossier.", lambda row: identifiants.identifiant("Dossier", row.dossier_id)
    )
    dossier_number: int = column("Numéro du dossier.", "dossier_id")
    state: DossierState = column("État du dossier.", "state")
    etape: Etape = column("Ce qui va lui arriver.", "etape")
    date: DateTime = computed("Quand, au plus tôt.", lambda row: row.le)
    raison: RaisonVisible = column("Pourquoi.", "raison")
    retenue: bool = column(
        "Si cela attendra, parce que personne n’a encore reçu l’avis qui l’annonce.", "retenu"
    )
    prevenus: list[Prevenu] = computed("Qui a été prévenu.", lambda row: list(row.prevenus))


@strawberry.type(description="Les fins de vie prévues sur une démarche.")
class FinsDeVieDeLaDemarche:
    """A part of a démarche on an instructeur's desk."""

    fins_de_vie: list[FinDeVie] = query(
        "Ce qui va expirer ou être supprimé jusqu’à ce jour inclus, le plus proche d’abord ; des 500 "
        "dossiers les plus proches de leur fin.",
        expirations.de_la_demarche,
        arguments=[argument("jusqu_a", Date, "Dernier jour prévu.")],
    )
