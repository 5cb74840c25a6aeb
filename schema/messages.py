import strawberry

from domain.messagerie.models import RaisonCorrection
from resolvers import fichiers, messages
from resolvers.fichiers import FICHIERS_DU_DOSSIER
from schema.fichiers import File
from schema.fields import column, computed, identifiant, relation
from schema.scalars import DateTime

PIECES = (FICHIERS_DU_DOSSIER, "dossier_id")


@strawberry.type(description="Une correction demandée à l’usager.")
class Correction:
    reason: RaisonCorrection = column("Ce qui est à corriger.", "raison")
    date_resolution: DateTime | None = column(
        "Date à laquelle la correction a été faite ; nulle tant qu’elle est attendue.", "resolue_le"
    )


@strawberry.type(description="Un message de la messagerie d’un dossier.")
class Message:
    id: strawberry.ID = identifiant("Commentaire")
    email: str = column("Adresse électronique de l’auteur.", "email")
    body: str = column("Texte du message ; vide s’il a été supprimé.", "corps")
    created_at: DateTime = column("Date d’envoi.", "cree_le")
    discarded_at: DateTime | None = column("Date de suppression du message.", "supprime_le")
    attachments: list[File] = relation("Pièces jointes.", PIECES, build=messages.pieces)
    attachment: File | None = relation(
        "Première pièce jointe.",
        PIECES,
        build=lambda message, tous: fichiers.premier(messages.pieces(message, tous)),
        deprecated="Utilisez le champ `attachments` à la place.",
    )
    correction: Correction | None = computed(
        "Correction que ce message demande.", messages.correction
    )
