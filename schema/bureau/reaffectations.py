"""The tab « réaffectation »: where a dossier may go, and where people sent it."""

import strawberry

from resolvers.bureau import personnes as lire
from resolvers.bureau.personnes import REAFFECTATIONS_MANUELLES
from resolvers.groupes_instructeurs import GROUPES_DE_LA_DEMARCHE
from schema.fields import column, relation
from schema.groupes_instructeurs import GroupeInstructeur
from schema.scalars import DateTime


@strawberry.type(description="Le passage d’un dossier d’un groupe à un autre, par quelqu’un.")
class Reaffectation:
    date: DateTime = column("Quand.", "le")
    par: str | None = column("Adresse électronique de qui l’a décidé.", "par")
    groupe: str = column("Libellé du groupe d’arrivée, ce jour-là.", "groupe_label")
    groupe_precedent: str | None = column(
        "Libellé du groupe de départ, ce jour-là.", "groupe_precedent_label"
    )


@strawberry.type(description="Les groupes par où passe un dossier.")
class ReaffectationsDuBureau:
    groupes: list[GroupeInstructeur] = relation(
        "Les autres groupes de la démarche, fermés compris.",
        (GROUPES_DE_LA_DEMARCHE, "demarche_id"),
        build=lire.autres_groupes,
    )
    historique: list[Reaffectation] = relation(
        "Les réaffectations faites par quelqu’un, de la plus récente à la plus ancienne.",
        (REAFFECTATIONS_MANUELLES, "id"),
    )
