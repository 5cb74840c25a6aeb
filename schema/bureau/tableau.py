"""The dossiers of a tab, as a table."""

import strawberry

from domain.dossiers.states import State
from domain.identifiants import de
from domain.presentations.onglets import Onglet
from resolvers.bureau.colonnes import colonnes_de
from resolvers.bureau.navigation import voisins
from resolvers.bureau.tableau import cellules, dossiers
from resolvers.labels import LABELS_DU_DOSSIER
from resolvers.pages import aretes, total
from schema.bureau.badges import BadgesDuDossier
from schema.bureau.colonnes import ColonneDeListe, FiltreDeListeInput, TriDeListeInput
from schema.connexions import ARGUMENTS_DE_PAGE, PageInfo
from schema.enums import DossierState
from schema.fields import argument, column, computed, query, relation
from schema.labels import Label
from schema.scalars import Date


@strawberry.type(description="Ce qu’une colonne dit d’un dossier.")
class CelluleDeListe:
    colonne: strawberry.ID = computed("Identifiant de la colonne.", lambda c: c.colonne.id)
    texte: str | None = column("Ce qu’on lit ; nul quand il n’y a rien.", "texte")
    valeurs: list[str] = computed(
        "Les valeurs telles que les programmes les lisent, et qu’un filtre les prend.",
        lambda c: list(c.valeurs),
    )


@strawberry.type(description="Un dossier, dans une liste.")
class LigneDeDossier(BadgesDuDossier):
    id: strawberry.ID = computed("Identifiant global du dossier.", lambda li: de("Dossier")(li.id))
    number: int = column("Numéro du dossier.", "id")
    state: DossierState = computed("État du dossier.", lambda li: State(li.ligne.state))
    archived: bool = computed("Vrai pour un dossier archivé.", lambda li: li.ligne.archive)
    date_decision_sva_svr: Date | None = computed(
        "Date à laquelle le silence vaudra décision.", lambda li: li.ligne.decision_sva_svr_le
    )
    cellules: list[CelluleDeListe] = query(
        "Ce que disent les colonnes choisies, dans leur ordre.", cellules
    )
    labels: list[Label] = relation("Les labels du dossier.", (LABELS_DU_DOSSIER, "id"))


@strawberry.type(description="Un dossier dans une liste, et sa place.")
class LigneDeDossierEdge:
    cursor: str = column("Curseur de cette ligne.", "curseur")
    node: LigneDeDossier = column("La ligne.", "ligne")


@strawberry.type(description="Une page des dossiers d’un onglet.")
class LigneDeDossierConnection:
    edges: list[LigneDeDossierEdge] = computed("Les lignes et leurs curseurs.", aretes)
    nodes: list[LigneDeDossier] = column("Les lignes de la page.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int = query(
        "Nombre de dossiers de toute la liste, filtres compris. Il n’est compté que s’il est demandé.",
        total,
    )
    colonnes: list[ColonneDeListe] = computed(
        "Les colonnes de la liste, dans leur ordre.", lambda page: list(page.colonnes)
    )


@strawberry.type(description="Les dossiers qui entourent un dossier dans une liste.")
class VoisinsDeDossier:
    precedent: int | None = column("Numéro du précédent ; nul au début de la liste.", "precedent")
    suivant: int | None = column("Numéro du suivant ; nul à la fin de la liste.", "suivant")


ARGUMENTS_DE_LISTE = (
    argument("onglet", Onglet, "L’onglet.", default=Onglet.a_suivre),
    argument(
        "filtres",
        list[FiltreDeListeInput] | None,
        "Des filtres, à la place de ceux que l’on a gardés pour cet onglet. 30 au plus ; tous doivent passer.",
    ),
    argument("tri", TriDeListeInput | None, "Un ordre, à la place de celui que l’on a gardé."),
    argument(
        "inclure_archives", bool | None, "Avec les dossiers archivés, dans l’onglet « au total »."
    ),
)


@strawberry.type(description="Les dossiers d’une démarche, par onglet.")
class TableauDuBureau:
    colonnes: list[ColonneDeListe] = query(
        "Toutes les colonnes que l’on peut montrer, ou sur lesquelles on peut filtrer.", colonnes_de
    )
    dossiers: LigneDeDossierConnection = query(
        "Les dossiers d’un onglet.",
        dossiers,
        arguments=[
            *ARGUMENTS_DE_LISTE,
            argument(
                "colonnes",
                list[strawberry.ID] | None,
                "Des colonnes, à la place de celles que l’on a choisies.",
            ),
            *ARGUMENTS_DE_PAGE,
        ],
    )
    voisins: VoisinsDeDossier | None = query(
        "Les dossiers qui entourent celui-ci dans une liste, ou la place qu’il y aurait. Nul si l’on n’en "
        "est pas instructeur.",
        voisins,
        arguments=[argument("dossier", int, "Numéro du dossier."), *ARGUMENTS_DE_LISTE],
    )
