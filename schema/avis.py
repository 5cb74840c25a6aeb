import strawberry

from resolvers import avis, fichiers
from resolvers.fichiers import FICHIERS_DU_DOSSIER
from schema.fichiers import File
from schema.fields import column, identifiant, relation
from schema.profils import Profile
from schema.scalars import DateTime

PIECES = (FICHIERS_DU_DOSSIER, "dossier_id")


@strawberry.type(description="Un avis demandé à un expert.")
class Avis:
    id: strawberry.ID = identifiant("Avis")
    question: str = column("Ce qui est demandé à l’expert.", "introduction")
    question_label: str | None = column(
        "Question fermée, à laquelle on répond oui ou non.", "question"
    )
    question_answer: bool | None = column("Réponse à la question fermée.", "question_reponse")
    reponse: str | None = column("Avis de l’expert.", "reponse")
    date_question: DateTime = column("Date de la demande.", "cree_le")
    date_reponse: DateTime | None = column("Date de la réponse.", "repondu_le")
    confidentiel: bool | None = column(
        "Vrai si l’avis n’est pas partagé entre experts.", "confidentiel"
    )
    date_relance: DateTime | None = column("Date de la dernière relance.", "relance_le")
    date_revocation: DateTime | None = column(
        "Date à laquelle le dossier a été fermé à l’expert.", "revoque_le"
    )
    claimant: Profile | None = column("Personne qui a demandé l’avis.", "demandeur")
    expert: Profile | None = column("Expert consulté.", "expert")
    instructeur: Profile = column(
        "Personne qui a demandé l’avis.",
        "demandeur",
        deprecated="Utilisez le champ `claimant` à la place.",
    )
    attachments: list[File] = relation("Pièces jointes.", PIECES, build=avis.pieces)
    attachment: File | None = relation(
        "Première pièce jointe.",
        PIECES,
        build=lambda ligne, tous: fichiers.premier(avis.pieces(ligne, tous)),
        deprecated="Utilisez le champ `attachments` à la place.",
    )
