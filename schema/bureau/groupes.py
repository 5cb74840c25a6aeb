"""The groupes of a démarche, for those who are their members."""

import strawberry

from domain import identifiants
from resolvers.bureau import groupes as listes
from resolvers.bureau.groupes import ADMINISTREE, CONTACT_DU_GROUPE
from resolvers.groupes_instructeurs import GROUPES_DE_LA_DEMARCHE
from resolvers.pages import aretes, total
from schema.connexions import PageInfo
from schema.fields import argument, column, computed, identifiant, query, relation
from schema.groupes_instructeurs import GroupeInstructeur
from schema.scalars import DateTime

PAGE = [
    argument("first", int | None, "Taille de la page, de 0 à 100 ; 25 à défaut."),
    argument("after", str | None, "Ne donner que ce qui vient après ce curseur."),
]


@strawberry.type(description="Où les usagers joignent un groupe.")
class ContactDeGroupe:
    nom: str = column("À qui s’adresser.", "nom")
    email: str = column("Adresse électronique.", "email")
    telephone: str = column("Téléphone.", "telephone")
    horaires: str = column("Horaires.", "horaires")
    adresse: str = column("Adresse postale.", "adresse")


@strawberry.type(description="Un membre d’un groupe.")
class MembreDeGroupe:
    id: strawberry.ID = column(
        "Identifiant global de l’instructeur.", "id", identifiants.de("Instructeur")
    )
    email: str = column("Adresse électronique.", "email")
    depuis: DateTime = column("Depuis quand il en est membre.", "depuis")


@strawberry.type(description="Un membre dans une liste, et sa place.")
class MembreDeGroupeEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: MembreDeGroupe = column("Le membre.", "ligne")


@strawberry.type(description="Une page des membres d’un groupe.")
class MembresDeGroupe:
    edges: list[MembreDeGroupeEdge] = computed("Les membres et leurs curseurs.", aretes)
    nodes: list[MembreDeGroupe] = column("Les membres de la page.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int = query("Nombre de membres.", total)


@strawberry.type(description="Un groupe dont on est membre.")
class MonGroupe:
    id: strawberry.ID = identifiant("GroupeInstructeur")
    number: int = column("Numéro du groupe.", "id")
    label: str = column("Libellé du groupe.", "label")
    closed: bool = column("Vrai si le groupe ne reçoit plus de nouveaux dossiers.", "ferme")
    par_defaut: bool = column("Vrai si les dossiers sans autre groupe y arrivent.", "defaut")
    membres: MembresDeGroupe = query(
        "Ses membres, par adresse. 25 par page.", listes.membres, arguments=PAGE
    )
    contact: ContactDeGroupe | None = relation(
        "Où les usagers le joignent ; nul quand c’est au service de la démarche.",
        (CONTACT_DU_GROUPE, "id"),
    )


@strawberry.type(description="Un groupe dans une liste, et sa place.")
class MonGroupeEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: MonGroupe = column("Le groupe.", "ligne")


@strawberry.type(description="Une page des groupes dont on est membre.")
class MesGroupes:
    edges: list[MonGroupeEdge] = computed("Les groupes et leurs curseurs.", aretes)
    nodes: list[MonGroupe] = column("Les groupes de la page.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int = query("Nombre de groupes.", total)


@strawberry.type(description="Les groupes d’une démarche.")
class GroupesDeLaDemarche:
    groupes: list[GroupeInstructeur] = relation(
        "Tous les groupes de la démarche, par libellé.", (GROUPES_DE_LA_DEMARCHE, "id")
    )
    mes_groupes: MesGroupes = query(
        "Ceux dont on est membre, par libellé. 25 par page.", listes.mes_groupes, arguments=PAGE
    )
    mon_groupe: MonGroupe | None = query(
        "Un groupe dont on est membre. Nul s’il n’existe pas, ou si on n’en est pas.",
        listes.mon_groupe,
        arguments=[argument("id", strawberry.ID, "Identifiant du groupe.")],
    )
    auto_gestion: bool = relation(
        "Vrai si l’on peut composer soi-même les groupes dont on est membre.",
        (ADMINISTREE, "id"),
        build=listes.se_gere,
    )
