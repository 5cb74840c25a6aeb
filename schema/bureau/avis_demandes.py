"""The two lists of an expert, by démarche, and each avis that is asked of him (rules 6.7, D.5)."""

import strawberry

from resolvers.bureau.autres_avis import de_la_demande, de_la_reponse
from resolvers.bureau.avis import DEMARCHES_DE_L_EXPERT, OngletDAvis, mes_avis, un_avis
from resolvers.bureau.dossier_de_l_expert import DOSSIER_DE_L_AVIS
from resolvers.bureau.fichiers_de_l_expert import FICHIERS_DE_L_AVIS
from resolvers.pages import aretes, total
from schema.bureau.dossier_de_l_expert import DossierDeLExpert
from schema.connexions import PageInfo
from schema.enums import DossierState
from schema.fichiers import File
from schema.fields import argument, column, computed, identifiant, query, relation
from schema.scalars import DateTime

FICHIERS = (FICHIERS_DE_L_AVIS, "id")

Onglet = strawberry.enum(
    OngletDAvis, name="OngletDAvis", description="Les deux listes d’un expert."
)


@strawberry.type(description="Un avis que l’on me demande.")
class MonAvis:
    id: strawberry.ID = identifiant("Avis")
    dossier_number: int = column("Numéro du dossier.", "dossier_id")
    dossier_state: DossierState = column("État du dossier.", "state")
    demarche_number: int = column("Numéro de la démarche.", "demarche_id")
    demarche_title: str = column("Titre de la démarche.", "demarche_libelle")
    question: str = column("Ce qui m’est demandé.", "introduction")
    question_label: str | None = column("Question à laquelle répondre oui ou non.", "question")
    question_answer: bool | None = column("Ma réponse à cette question.", "question_reponse")
    reponse: str | None = column("L’avis que j’ai rendu.", "reponse")
    confidentiel: bool = column(
        "Vrai si seuls les instructeurs et qui le demande le lisent avec moi.", "confidentiel"
    )
    date_question: DateTime = column("Date de la demande.", "cree_le")
    date_reponse: DateTime | None = column("Date de ma dernière réponse.", "repondu_le")
    date_relance: DateTime | None = column("Date de la dernière relance.", "relance_le")
    demandeur: str = column("Qui me le demande.", "demandeur")
    peut_repondre: bool = column("Faux si le dossier est déjà traité.", "peut_repondre")
    peut_transmettre: bool = column(
        "Vrai si je peux demander l’avis d’autres experts.", "peut_transmettre"
    )
    pieces_de_la_demande: list[File] = relation(
        "Fichiers joints à la demande.", FICHIERS, build=de_la_demande
    )
    pieces_de_la_reponse: list[File] = relation(
        "Fichiers joints à ma réponse.", FICHIERS, build=de_la_reponse
    )
    dossier: DossierDeLExpert | None = relation(
        "Ce que je peux lire du dossier.", (DOSSIER_DE_L_AVIS, "id")
    )


@strawberry.type(description="Un avis dans une liste, et sa place.")
class MonAvisEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: MonAvis | None = column("L’avis.", "ligne")


@strawberry.type(description="Une page d’avis.")
class MonAvisConnection:
    edges: list[MonAvisEdge | None] | None = computed("Les avis et leurs curseurs.", aretes)
    nodes: list[MonAvis | None] | None = column("Les avis de la page.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int | None = query("Nombre d’avis de toute la liste.", total)


@strawberry.type(description="Une démarche dont des dossiers me sont soumis.")
class DemarcheDeLExpert:
    number: int = column("Numéro de la démarche.", "id")
    title: str = column("Titre de la démarche.", "libelle")
    a_donner: int = column("Nombre d’avis à donner.", "a_donner")
    donnes: int = column("Nombre d’avis donnés.", "donnes")
    messagerie: bool = column("Vrai si la messagerie des dossiers m’est ouverte.", "messagerie")
    decision_connue: bool = column(
        "Vrai si je serai averti des décisions, et pourrai en lire les motifs.", "decision_connue"
    )
    avertir_des_avis: bool = column(
        "Vrai si je reçois un courriel pour chaque avis demandé.", "avertir_des_avis"
    )
    avertir_des_messages: bool = column(
        "Vrai si je reçois un courriel pour chaque message de l’usager.", "avertir_des_messages"
    )


@strawberry.type(description="Les avis demandés à un expert.")
class AvisDemandes:
    demarches: list[DemarcheDeLExpert] = relation(
        "Les démarches dont des dossiers me sont soumis.", (DEMARCHES_DE_L_EXPERT, "expert")
    )
    avis: MonAvisConnection = query(
        "Les avis d’un onglet, du plus récemment demandé au plus ancien.",
        mes_avis,
        arguments=[
            argument("onglet", OngletDAvis, "Onglet : à donner, ou donnés."),
            argument("demarche", int | None, "Seulement ceux de la démarche de ce numéro."),
            argument("first", int | None, "Nombre d’éléments, 100 au plus."),
            argument("after", str | None, "Ne donner que ce qui vient après ce curseur."),
        ],
    )
    un_avis: MonAvis | None = query(
        "Un avis, par son identifiant. Nul s’il n’existe pas, ou ne m’est pas ou plus demandé.",
        un_avis,
        arguments=[argument("id", strawberry.ID, "Identifiant de l’avis.")],
    )
