"""One dossier on an instructeur’s desk: all its tabs, and what may be done with it."""

import strawberry

from domain.dossiers.gestes import Geste
from resolvers.avis import AVIS_DU_DOSSIER
from resolvers.bureau.annotations import SIGNATURES, annotations_vues
from resolvers.bureau.avis_vus import avis_vus
from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU
from resolvers.bureau.dossier import SITUATION, dans_la_corbeille, dossier_du_bureau
from resolvers.bureau.gestes import Cause, fin_du_dossier, gestes_possibles
from resolvers.bureau.messagerie import MESSAGES_DU_BUREAU
from resolvers.bureau.onglets_du_dossier import Onglet, onglets_presents
from resolvers.bureau.pieces import pieces_du_dossier
from resolvers.bureau.rendez_vous import RENDEZ_VOUS_DU_DOSSIER
from resolvers.champs import CHAMPS_DU_DOSSIER
from resolvers.fichiers import FICHIERS_DU_DOSSIER
from resolvers.formulaires import FORMULAIRE
from resolvers.groupes_instructeurs import GROUPES_DE_LA_DEMARCHE
from resolvers.historique import TRAITEMENTS_DU_DOSSIER
from schema.bureau.annotations import AnnotationDuBureau
from schema.bureau.avis_du_dossier import AvisDuBureau
from schema.bureau.badges import BadgesDuDossier
from schema.bureau.demande import DemandeDuBureau
from schema.bureau.messagerie import MessagerieDuBureau
from schema.bureau.personnes import PersonnesImpliquees
from schema.bureau.pieces import PieceDuDossier
from schema.bureau.reaffectations import ReaffectationsDuBureau
from schema.bureau.rendez_vous import RendezVous
from schema.dossiers import Dossier
from schema.enums import DossierState
from schema.fields import argument, column, computed, identifiant, query, relation
from schema.scalars import DateTime
from schema.traitements import Traitement

VUE = (SITUATION, "id")
DEMARCHE = (DEMARCHE_DU_BUREAU, "demarche_id")
REPONSES = ((FORMULAIRE, "revision_id"), (CHAMPS_DU_DOSSIER, "id"))
PIECES = (
    *REPONSES,
    (FICHIERS_DU_DOSSIER, "id"),
    (MESSAGES_DU_BUREAU, "id"),
    (AVIS_DU_DOSSIER, "id"),
)
RENDEZ_VOUS = (RENDEZ_VOUS_DU_DOSSIER, "id")

strawberry.enum(Onglet, name="OngletDuDossier", description="Un onglet d’un dossier.")
strawberry.enum(
    Geste, name="GesteDuBureau", description="Ce qu’un instructeur peut faire d’un dossier."
)
strawberry.enum(
    Cause, name="CauseDExpiration", description="À partir de quoi la fin d’un dossier est comptée."
)


@strawberry.type(
    description="Quand j’ai ouvert chaque onglet pour la dernière fois, ou commencé à suivre."
)
class VisitesDuDossier:
    demande: DateTime | None = column("La demande.", "vu_demande_le")
    annotations: DateTime | None = column("Les annotations privées.", "vu_annotations_le")
    avis: DateTime | None = column("Les avis externes.", "vu_avis_le")
    messagerie: DateTime | None = column("La messagerie.", "vu_messagerie_le")


@strawberry.type(description="La fin d’un dossier.")
class ExpirationDuDossier:
    cause: Cause = column("À partir de quoi elle est comptée.", "cause")
    date: DateTime | None = column("Quand il expire, ou quand il a expiré.", "le")
    depuis: DateTime | None = column("Depuis quand elle est comptée.", "depuis")
    bientot: bool = column("Vrai dans les deux dernières semaines.", "bientot")


@strawberry.type(description="Un dossier, sur le bureau de qui l’instruit.")
class DossierDuBureau(BadgesDuDossier):
    id: strawberry.ID = identifiant("Dossier")
    number: int = column("Numéro du dossier.", "id")
    state: DossierState = column("État du dossier.", "state")
    dossier: Dossier = computed("Le dossier, tel que les programmes le lisent.", lambda row: row)
    suivi: bool = relation(
        "Vrai si je le suis.", VUE, build=lambda _, vue: bool(vue and vue.suivi_depuis)
    )
    dans_la_corbeille: bool = relation(
        "Vrai s’il est dans la corbeille : il se lit, et ne se modifie plus.",
        VUE,
        build=dans_la_corbeille,
    )
    onglets: list[Onglet] = relation(
        "Les onglets qu’il a, dans l’ordre.",
        *PIECES,
        DEMARCHE,
        RENDEZ_VOUS,
        (GROUPES_DE_LA_DEMARCHE, "demarche_id"),
        build=onglets_presents,
    )
    gestes: list[Geste] = relation(
        "Ce que l’on peut en faire, dans l’ordre de l’écran.", VUE, DEMARCHE, build=gestes_possibles
    )
    visites: VisitesDuDossier = relation("Mes dernières visites.", VUE)
    expiration: ExpirationDuDossier | None = relation(
        "Quand il expire, et pourquoi ; nul s’il n’expire pas.",
        VUE,
        DEMARCHE,
        build=fin_du_dossier,
    )

    demande: DemandeDuBureau = computed("Ce que l’usager a demandé.", lambda row: row)
    pieces_justificatives: list[PieceDuDossier] = relation(
        "Tous ses fichiers, d’où qu’ils viennent.", *PIECES, build=pieces_du_dossier
    )
    annotations: list[AnnotationDuBureau] = relation(
        "Ses annotations privées qui s’affichent, dans l’ordre.",
        *REPONSES,
        (SIGNATURES, "id"),
        VUE,
        build=annotations_vues,
    )
    avis: list[AvisDuBureau] = relation(
        "Les avis demandés, du plus ancien au plus récent.",
        (AVIS_DU_DOSSIER, "id"),
        VUE,
        build=avis_vus,
    )
    messagerie: MessagerieDuBureau = computed("Ses échanges.", lambda row: row)
    rendez_vous: list[RendezVous] = relation(
        "Ses rendez-vous, du plus récent au plus ancien.", RENDEZ_VOUS
    )
    personnes: PersonnesImpliquees = computed("Qui y a affaire.", lambda row: row)
    decisions: list[Traitement] = relation(
        "Les décisions rendues, avec leur date, de la plus ancienne à la plus récente.",
        (TRAITEMENTS_DU_DOSSIER, "id"),
    )
    reaffectations: ReaffectationsDuBureau = computed(
        "Les groupes par où il passe.", lambda row: row
    )


@strawberry.type(description="Le chemin vers un dossier que l’on instruit.")
class UnDossier:
    """The way to one dossier, in an instructeur's space."""

    dossier: DossierDuBureau | None = query(
        "Un dossier de mes groupes, corbeille comprise. Nul s’il n’existe pas, ou s’il est à d’autres.",
        dossier_du_bureau,
        arguments=[argument("number", int, "Numéro du dossier.")],
    )
