"""Connections: pages of dossiers, of those deleted and of those being deleted."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from resolvers.pages import aretes, total
from schema.enums import DossierState
from schema.fields import argument, column, computed, query
from schema.filtres import FiltreDeChampInput
from schema.scalars import DateTime

if TYPE_CHECKING:
    from schema.demarches import Demarche
    from schema.dossiers import Dossier

DemarcheLue = Annotated["Demarche", strawberry.lazy("schema.demarches")]
DossierLu = Annotated["Dossier", strawberry.lazy("schema.dossiers")]


def _total() -> Any:
    return query(
        "Nombre d’éléments de toute la liste, filtres compris, quelle que soit la page. Il n’est compté "
        "que s’il est demandé.",
        total,
    )


@strawberry.enum(description="Ordre d’une liste.")
class Order(StrEnum):
    ASC = "ASC"
    DESC = "DESC"


class RaisonVisible(StrEnum):
    expired = "expired"
    instructeur_request = "instructeur_request"
    manager_request = "manager_request"
    procedure_removed = "procedure_removed"
    user_expired = "user_expired"
    user_removed = "user_removed"
    user_request = "user_request"


DeletedDossierReason = strawberry.enum(
    RaisonVisible,
    name="DeletedDossierReason",
    description="Raison pour laquelle un dossier a été supprimé.",
)


@strawberry.type(description="Où se trouve une page dans la liste.")
class PageInfo:
    has_previous_page: bool = column("Vrai s’il y a des éléments avant cette page.", "precedente")
    has_next_page: bool = column("Vrai s’il y a des éléments après cette page.", "suivante")
    start_cursor: str | None = column("Curseur du premier élément de la page.", "debut")
    end_cursor: str | None = column("Curseur du dernier élément de la page.", "fin")


@strawberry.type(description="Un dossier dans une liste, et sa place.")
class DossierEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: DossierLu | None = column("Le dossier.", "ligne")


@strawberry.type(description="Une page de dossiers.")
class DossierConnection:
    edges: list[DossierEdge | None] | None = computed("Les dossiers et leurs curseurs.", aretes)
    nodes: list[DossierLu | None] | None = column("Les dossiers de la page.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int | None = _total()


@strawberry.type(description="Une démarche dans une liste, et sa place.")
class DemarcheEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: DemarcheLue | None = column("La démarche.", "ligne")


@strawberry.type(description="Une page de démarches.")
class DemarcheConnection:
    edges: list[DemarcheEdge | None] | None = computed("Les démarches et leurs curseurs.", aretes)
    nodes: list[DemarcheLue | None] | None = column("Les démarches de la page.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int | None = _total()


@strawberry.type(description="Un dossier supprimé, ou sur le point de l’être.")
class DeletedDossier:
    id: strawberry.ID = column("Identifiant global.", "identifiant")
    number: int = column("Numéro qu’avait le dossier.", "number")
    state: DossierState = column("État du dossier lors de sa suppression.", "state")
    reason: RaisonVisible = column("Raison de la suppression.", "raison")
    date_supression: DateTime = column("Date de la suppression.", "le")


@strawberry.type(description="Un dossier supprimé dans une liste, et sa place.")
class DeletedDossierEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: DeletedDossier | None = column("Le dossier supprimé.", "ligne")


@strawberry.type(description="Une page de dossiers supprimés.")
class DeletedDossierConnection:
    edges: list[DeletedDossierEdge | None] | None = computed(
        "Les dossiers supprimés et leurs curseurs.", aretes
    )
    nodes: list[DeletedDossier | None] | None = column("Les dossiers supprimés.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int | None = _total()


ARGUMENTS_DE_PAGE = (
    argument("after", str | None, "Ne donner que ce qui vient après ce curseur."),
    argument("before", str | None, "Ne donner que la page qui précède ce curseur."),
    argument("first", int | None, "Nombre d’éléments, 100 au plus, depuis le début."),
    argument("last", int | None, "Nombre d’éléments, 100 au plus, depuis la fin."),
)

ORDRE = argument(
    "order",
    Order | None,
    "Ordre de la liste.",
    default=Order.ASC,
    deprecated="Utilisez les arguments `last` et `before` à la place.",
)

ARGUMENTS_DE_SUPPRIMES = (
    *ARGUMENTS_DE_PAGE,
    ORDRE,
    argument("deleted_since", DateTime | None, "Seulement ceux supprimés depuis cette date."),
    argument(
        "deleted_until", DateTime | None, "Seulement ceux supprimés avant cette date, exclue."
    ),
)

ARGUMENTS_DE_DOSSIERS = (
    *ARGUMENTS_DE_PAGE,
    ORDRE,
    argument("state", DossierState | None, "Seulement les dossiers dans cet état."),
    argument(
        "states",
        list[DossierState] | None,
        "Seulement les dossiers dans l’un de ces états.",
    ),
    argument("archived", bool | None, "Seulement les dossiers archivés, ou non archivés."),
    argument("created_since", DateTime | None, "Seulement les dossiers déposés depuis cette date."),
    argument(
        "created_until",
        DateTime | None,
        "Seulement les dossiers déposés avant cette date, exclue.",
    ),
    argument(
        "updated_since",
        DateTime | None,
        "Seulement les dossiers modifiés depuis cette date ; la liste suit alors l’ordre des "
        "modifications.",
    ),
    argument(
        "updated_until",
        DateTime | None,
        "Seulement les dossiers modifiés avant cette date, exclue ; la liste suit alors l’ordre des "
        "modifications.",
    ),
    argument(
        "processed_since",
        DateTime | None,
        "Seulement les dossiers décidés depuis cette date ; la liste suit alors l’ordre des "
        "décisions, à moins qu’elle ne suive celui des modifications.",
    ),
    argument(
        "processed_until",
        DateTime | None,
        "Seulement les dossiers décidés avant cette date, exclue ; la liste suit alors l’ordre des "
        "décisions, à moins qu’elle ne suive celui des modifications.",
    ),
    argument("revision", strawberry.ID | None, "Seulement les dossiers de cette révision."),
    argument("min_revision", strawberry.ID | None, "À partir de cette révision, incluse."),
    argument("max_revision", strawberry.ID | None, "Jusqu’à cette révision, incluse."),
    argument(
        "labels",
        list[strawberry.ID] | None,
        "Seulement les dossiers qui portent au moins un de ces labels, 100 au plus.",
    ),
    argument(
        "usager",
        str | None,
        "Seulement les dossiers de l’usager qui a cette adresse électronique, en entier.",
    ),
    argument(
        "instructeur",
        strawberry.ID | None,
        "Seulement les dossiers que suit cet instructeur.",
    ),
    argument(
        "champs",
        list[FiltreDeChampInput] | None,
        "Seulement les dossiers dont les réponses passent tous ces filtres, 10 au plus.",
    ),
)

ARGUMENTS_DE_DOSSIERS_DE_DEMARCHE = (
    *ARGUMENTS_DE_DOSSIERS,
    argument(
        "groupe_instructeurs",
        list[strawberry.ID] | None,
        "Seulement les dossiers de l’un de ces groupes d’instructeurs, 100 au plus.",
    ),
)
