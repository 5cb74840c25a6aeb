"""Operations on many dossiers: what was asked, how far it is, what became of each dossier."""

import strawberry

from domain import identifiants
from domain.masse.models import ActeDeMasse, Issue
from resolvers.bureau import masse
from resolvers.bureau.masse import EtatDeMasse
from schema.fields import column, computed, identifiant, query
from schema.scalars import DateTime

strawberry.enum(
    ActeDeMasse,
    name="ActeDeMasse",
    description="Ce que l’on peut faire à plusieurs dossiers à la fois.",
)
strawberry.enum(
    Issue,
    name="IssueDeMasse",
    description="Ce qu’il est advenu d’un dossier dans une action de masse.",
)
strawberry.enum(
    EtatDeMasse, name="EtatDOperationDeMasse", description="Où en est une action de masse."
)


@strawberry.type(description="Un dossier dans une action de masse.")
class ElementDeMasse:
    dossier_id: strawberry.ID = computed(
        "Identifiant du dossier.", lambda row: identifiants.identifiant("Dossier", row.dossier_id)
    )
    dossier_number: int = column("Numéro du dossier.", "dossier_id")
    issue: Issue = column("Ce qu’il en est advenu.", "issue")
    message: str | None = column(
        "Pourquoi l’action n’a pas été faite sur ce dossier, en toutes lettres.", "raison"
    )
    code: str | None = column(
        "Nature de l’empêchement, quand un programme peut en faire quelque chose.", "code"
    )
    date: DateTime | None = column("Quand son tour est venu.", "le")


@strawberry.type(description="Une action faite sur plusieurs dossiers d’une démarche.")
class OperationDeMasse:
    id: strawberry.ID = identifiant("OperationDeMasse")
    acte: ActeDeMasse = column("Ce qui est fait à chaque dossier.", "acte")
    etat: EtatDeMasse = column("Où elle en est.", "etat")
    auteur: str = column(
        "Adresse électronique de l’instructeur au nom de qui elle est faite.", "auteur"
    )
    date_creation: DateTime = column("Quand elle a été demandée.", "cree_le")
    date_debut: DateTime | None = column("Quand le premier dossier a été traité.", "commence_le")
    date_fin: DateTime | None = column("Quand plus aucun dossier n’attendait.", "fini_le")
    date_annulation: DateTime | None = column("Quand elle a été annulée.", "annule_le")
    vue: bool = computed("Si sa fin a déjà été montrée.", lambda row: row.vu_le is not None)
    total: int = column("Nombre de dossiers.", "total")
    en_attente: int = column("Nombre de dossiers qui attendent leur tour.", "en_attente")
    reussis: int = column("Nombre de dossiers pour lesquels c’est fait.", "reussis")
    ecartes: int = column("Nombre de dossiers qui ne s’y prêtaient plus.", "ecartes")
    echoues: int = column("Nombre de dossiers pour lesquels c’est refusé.", "echoues")
    annules: int = column("Nombre de dossiers laissés par l’annulation.", "annules")
    elements: list[ElementDeMasse] = query("Les dossiers, par numéro.", masse.elements)


@strawberry.type(description="Les actions de masse d’une démarche.")
class OperationsDeLaDemarche:
    """A part of a démarche on an instructeur's desk."""

    operations_de_masse: list[OperationDeMasse] = query(
        "Les actions de masse en cours et celles qui viennent de finir, de la plus récente à la plus "
        "ancienne.",
        masse.de_la_demarche,
    )
