"""The tab « personnes impliquées »."""

import strawberry

from resolvers.avis import AVIS_DU_DOSSIER
from resolvers.bureau import personnes as lire
from resolvers.bureau.dossier import SITUATION
from resolvers.bureau.personnes import INVITES_DU_DOSSIER, SUIVIS_DU_DOSSIER
from schema.fields import column, relation
from schema.profils import Profile
from schema.scalars import DateTime

SUIVIS = (SUIVIS_DU_DOSSIER, "id")


@strawberry.type(description="Un instructeur qui suit, ou a suivi, un dossier.")
class SuiviDuDossier:
    instructeur: Profile = column("L’instructeur.", "instructeur")
    depuis: DateTime = column("Depuis quand.", "debut_le")
    jusqu_a: DateTime | None = column("Jusqu’à quand ; nul s’il suit encore.", "fin_le")


@strawberry.type(description="Une personne que l’usager a invitée sur son dossier.")
class Invite:
    email: str = column("Adresse électronique.", "email")
    depuis: DateTime = column("Date de l’invitation.", "cree_le")


@strawberry.type(description="Le déplacement d’un dossier dans « à archiver ».")
class Archivage:
    date: DateTime | None = column("Quand.", "le")
    par: str | None = column("Adresse électronique de qui l’a déplacé.", "par")


@strawberry.type(description="Qui a affaire au dossier.")
class PersonnesImpliquees:
    suiveurs: list[SuiviDuDossier] = relation(
        "Les instructeurs qui le suivent, le dernier arrivé d’abord.", SUIVIS, build=lire.suiveurs
    )
    anciens_suiveurs: list[SuiviDuDossier] = relation(
        "Ceux qui l’ont suivi, le dernier parti d’abord.", SUIVIS, build=lire.anciens_suiveurs
    )
    experts: list[Profile] = relation(
        "Les experts à qui un avis a été demandé.", (AVIS_DU_DOSSIER, "id"), build=lire.experts
    )
    invites: list[Invite] = relation(
        "Les personnes que l’usager a invitées.", (INVITES_DU_DOSSIER, "id")
    )
    archivage: Archivage | None = relation(
        "Qui l’a déplacé dans « à archiver » ; nul s’il n’y est pas.",
        (SITUATION, "id"),
        build=lire.archivage,
    )
