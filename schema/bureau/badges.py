"""What an instructeur is shown on his dossiers, and counted on his démarches."""

import strawberry

from domain.badges.regles import Volet
from domain.badges.types import ClasseBadge, TypeBadge
from domain.presentations.onglets import Onglet
from resolvers.bureau.badges import BADGES_DU_DOSSIER, COMPTES_DE_BADGES, TIROIRS, pastilles
from schema.fields import column, relation

strawberry.enum(
    Volet, name="OngletVisite", description="Un onglet dont la dernière visite est retenue."
)
strawberry.enum(
    TypeBadge, name="TypeDeBadge", description="Un badge, du plus important au moins important."
)
strawberry.enum(ClasseBadge, name="ClasseDeBadge", description="La sorte d’un badge.")


@strawberry.type(description="Un badge d’un dossier, tel que vous le voyez.")
class BadgeDuDossier:
    type: TypeBadge = column("Le badge.", "badge")
    classe: ClasseBadge = column(
        "Un avertissement, une nouveauté, ou ce qu’on attend.", "classe"
    )  # fmt: skip
    libelle: str = column("Ce qui est écrit sur le dossier.", "mention")
    jours: int | None = column(
        "Jours écoulés depuis le dépôt, ou qui restent avant la fin. Nul pour les autres badges.",
        "jours",
    )
    volet: Volet | None = column(
        "L’onglet du dossier qui porte une pastille, et dont la lecture retire le badge.", "volet"
    )


@strawberry.type(description="Les badges d’un dossier.")
class BadgesDuDossier:
    badges: list[BadgeDuDossier] = relation(
        "Vos badges sur ce dossier, le plus important d’abord.", (BADGES_DU_DOSSIER, "id")
    )


@strawberry.type(description="Combien de dossiers d’une démarche portent un badge.")
class NombreDeBadges:
    type: TypeBadge = column("Le badge.", "badge")
    classe: ClasseBadge = column(
        "Un avertissement, une nouveauté, ou ce qu’on attend.", "classe"
    )  # fmt: skip
    libelle: str = column("Le nom du badge.", "libelle")
    nombre: int = column("Nombre de dossiers qui le portent.", "nombre")


@strawberry.type(description="Les dossiers d’un onglet qui portent un même badge.")
class TiroirDeBadges:
    onglet: Onglet = column("L’onglet.", "onglet", Onglet)
    type: TypeBadge = column("Le badge.", "badge")
    libelle: str = column("Le nom du badge.", "libelle")
    nombre: int = column("Nombre de dossiers qui le portent dans cet onglet.", "nombre")
    dossiers: list[int] = column(
        "Les numéros des dix derniers, le plus récent d’abord.", "dossiers"
    )


@strawberry.type(description="Les badges d’une démarche.")
class BadgesDeLaDemarche:
    badges: list[NombreDeBadges] = relation(
        "Vos badges sur les dossiers de la démarche, comptés.", (COMPTES_DE_BADGES, "id")
    )
    tiroirs: list[TiroirDeBadges] = relation(
        "Les dossiers qui portent vos badges, par onglet puis par badge.", (TIROIRS, "id")
    )
    pastilles: list[Onglet] = relation(
        "Les onglets où quelque chose est nouveau pour vous.", (TIROIRS, "id"), build=pastilles
    )
