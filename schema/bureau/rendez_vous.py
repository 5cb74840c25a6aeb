"""The tab « rendez-vous »."""

import strawberry

from domain.rendez_vous.models import Lieu, Statut
from resolvers.bureau import rendez_vous as lire
from resolvers.bureau.rendez_vous import ETAPES_DES_RENDEZ_VOUS
from schema.fields import column, identifiant, relation
from schema.scalars import DateTime

strawberry.enum(Lieu, name="LieuDeRendezVous", description="Comment on se rencontre.")
strawberry.enum(Statut, name="StatutDeRendezVous", description="Où en est un rendez-vous.")


@strawberry.type(description="Ce qu’un rendez-vous a été, à partir d’une date.")
class EtapeDeRendezVous:
    date: DateTime = column("Depuis quand.", "le")
    par: str | None = column(
        "Adresse électronique de l’instructeur ; nulle quand c’est l’agenda.", "par"
    )
    statut: Statut = column("Son statut.", "statut")
    debut: DateTime | None = column("Sa date.", "debut_le")
    lieu: Lieu = column("Comment on se rencontre.", "lieu")
    precisions: str = column("Adresse, numéro, consignes.", "precisions")


@strawberry.type(description="Un rendez-vous avec l’usager d’un dossier.")
class RendezVous:
    id: strawberry.ID = identifiant("RendezVous")
    statut: Statut = column("Où il en est.", "statut")
    debut: DateTime | None = column(
        "Sa date ; une proposition tant qu’il est en attente.", "debut_le"
    )
    lieu: Lieu = column("Comment on se rencontre.", "lieu")
    precisions: str = column("Adresse, numéro, consignes.", "precisions")
    lien: str | None = column("Où le réserver, quand c’est ailleurs.", "lien")
    propose_le: DateTime = column("Date de la proposition.", "cree_le")
    propose_par: str = column("Adresse électronique de qui l’a proposé.", "propose_par")
    historique: list[EtapeDeRendezVous] = relation(
        "Ce qu’il a été, du plus ancien au plus récent.",
        (ETAPES_DES_RENDEZ_VOUS, "dossier_id"),
        build=lire.etapes,
    )
