"""The experts of a démarche, for who administers it."""

import strawberry

from resolvers.bureau.liste_d_experts import EXPERTS_DE_LA_DEMARCHE, REGLAGES_DES_EXPERTS
from schema.fields import column, relation
from schema.scalars import DateTime


@strawberry.type(description="Un expert d’une démarche.")
class ExpertDeLaDemarche:
    email: str = column("Adresse électronique.", "email")
    acces_decision: bool = column(
        "Vrai si les décisions lui sont annoncées, quand il a rendu un avis.", "acces_decision"
    )
    date_revocation: DateTime | None = column(
        "Date à laquelle il a été retiré de la liste.", "revoque_le"
    )


@strawberry.type(description="Ce qui est permis aux experts d’une démarche, et qui ils sont.")
class ExpertsDeLaDemarche:
    autorises: bool = column("Vrai si l’on peut demander des avis.", "autorises")
    messagerie: bool = column("Vrai si la messagerie est ouverte aux experts.", "messagerie")
    liste_seule: bool = column(
        "Vrai si les instructeurs ne choisissent que dans la liste.", "liste_seule"
    )
    liste: list[ExpertDeLaDemarche] = relation(
        "La liste, par adresse.", (EXPERTS_DE_LA_DEMARCHE, "id")
    )


@strawberry.type(description="Les experts, parmi ce que l’on sait d’une démarche.")
class AvecSesExperts:
    experts: ExpertsDeLaDemarche | None = relation(
        "Les experts de la démarche, pour qui l’administre ; nul pour les autres.",
        (REGLAGES_DES_EXPERTS, "id"),
    )
