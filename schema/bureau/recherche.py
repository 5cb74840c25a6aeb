"""Searching one's dossiers."""

from enum import StrEnum

import strawberry

from domain import identifiants
from resolvers.bureau import recherche as recherches
from resolvers.bureau.alertes_de_recherche import NatureDAlerte
from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU
from resolvers.dossiers import DOSSIER
from resolvers.pages import aretes, total
from schema.bureau.badges import BadgesDuDossier
from schema.bureau.demarche import DemarcheDuBureau
from schema.connexions import DeletedDossier, PageInfo
from schema.dossiers import Dossier
from schema.enums import DossierState
from schema.fields import argument, column, computed, query, relation
from schema.scalars import DateTime

strawberry.enum(
    NatureDAlerte,
    name="NatureDAlerteDeRecherche",
    description="Pourquoi le dossier d’un numéro n’est pas dans les résultats.",
)


@strawberry.enum(description="À quel titre on voit un dossier que l’on a cherché.")
class RoleDeRecherche(StrEnum):
    instructeur = "instructeur"
    expert = "expert"


@strawberry.type(description="Un dossier trouvé par une recherche.")
class ResultatDeRecherche(BadgesDuDossier):
    id: strawberry.ID = column("Identifiant global du dossier.", "id", identifiants.de("Dossier"))
    number: int = column("Numéro du dossier.", "id")
    state: DossierState = column("État du dossier.", "state")
    archived: bool = column("Vrai si le dossier est à archiver.", "archive")
    date_depot: DateTime = column("Date de dépôt.", "depose_le")
    date_derniere_modification: DateTime = column("Dernière modification.", "modifie_le")
    usager: str | None = column("Adresse de l’usager.", "usager")
    demandeur: str | None = column("Nom du demandeur.", "demandeur")
    demarche_number: int = column("Numéro de sa démarche.", "demarche_id")
    demarche_title: str = column("Titre de sa démarche.", "demarche")
    groupe: str = column("Libellé du groupe qui l’a.", "groupe")
    en_tant_que: RoleDeRecherche = computed(
        "À quel titre on le voit.",
        lambda trouve: RoleDeRecherche.instructeur if trouve.instruit else RoleDeRecherche.expert,
    )
    dossier: Dossier | None = relation(
        "Le dossier ; nul pour l’expert, qui l’ouvre par son avis.", (DOSSIER, "id")
    )
    demarche: DemarcheDuBureau | None = relation(
        "Sa démarche, sur le bureau de qui l’instruit.", (DEMARCHE_DU_BUREAU, "demarche_id")
    )


@strawberry.type(description="Un dossier trouvé, et sa place dans les résultats.")
class ResultatDeRechercheEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: ResultatDeRecherche = column("Le dossier trouvé.", "ligne")


@strawberry.type(description="Ce qu’il est advenu du dossier d’un numéro que l’on ne trouve pas.")
class AlerteDeRecherche:
    nature: NatureDAlerte = column("Ce qui lui est arrivé.", "nature")
    message: str = column("La même chose, en toutes lettres.", "message")
    number: int = column("Numéro du dossier.", "numero")
    groupe: str | None = column("Libellé du groupe qui l’a, s’il est ailleurs.", "groupe")
    demarche: DemarcheDuBureau | None = relation(
        "Sa démarche.", (DEMARCHE_DU_BUREAU, "demarche_id")
    )
    trace: DeletedDossier | None = column("Ce qui reste d’un dossier supprimé.", "trace")


@strawberry.type(description="Les résultats d’une recherche, les plus proches d’abord.")
class ResultatsDeRecherche:
    edges: list[ResultatDeRechercheEdge] = computed(
        "Les dossiers et leurs curseurs.", lambda trouvee: aretes(trouvee.page)
    )
    nodes: list[ResultatDeRecherche] = column("Les dossiers de la page.", "page.lignes")
    page_info: PageInfo = column("De quoi demander la page suivante.", "page")
    total_count: int = query(
        "Nombre de résultats ; au-delà de 2 000, seuls les plus récents comptent.",
        lambda request, trouvee: total(request, trouvee.page),
    )
    alerte: AlerteDeRecherche | None = column(
        "Pourquoi un numéro n’est pas trouvé, quand il fut ou est d’une démarche que l’on instruit.",
        "alerte",
    )


@strawberry.type(description="La recherche.")
class Chercher:
    recherche: ResultatsDeRecherche = query(
        "Les dossiers que l’on peut voir, par leur numéro exact ou par des mots, qui y sont tous, ou au "
        "moins leur début. 25 par page.",
        recherches.recherche,
        arguments=[
            argument("texte", str, "Un numéro, ou des mots. 200 caractères au plus."),
            argument("first", int | None, "Taille de la page, de 0 à 100."),
            argument("after", str | None, "Ne donner que ce qui vient après ce curseur."),
        ],
    )
