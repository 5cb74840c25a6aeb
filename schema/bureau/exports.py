"""Exports: what was asked for, how far it is, where its file is (rules 8.1)."""

import strawberry

from domain.exports.models import Etat, Format, Periode
from domain.exports.programmes import Cadence
from domain.presentations.onglets import Onglet
from resolvers.bureau.archives import MOIS_ARCHIVABLES
from resolvers.bureau.exports import (
    ARCHIVES_DE_LA_DEMARCHE,
    EXPORTS_DE_LA_DEMARCHE,
    EXPORTS_PROGRAMMES,
    dernier,
)
from resolvers.bureau.programmes_d_export import PROGRAMMES_DE_LA_DEMARCHE
from schema.bureau import onglets
from schema.fichiers import File
from schema.fields import argument, column, computed, identifiant, relation
from schema.scalars import BigInt, Date, DateTime

assert onglets.__name__  # it declares the enumeration of tabs

strawberry.enum(
    Format,
    name="FormatDExport",
    description=(
        "Format d’un export : tableurs (`csv`, `xlsx`, `ods`), archive des documents (`zip`), "
        "géométries des cartes en GeoJSON (`json`)."
    ),
)
strawberry.enum(
    Etat,
    name="EtatDExport",
    description="Où en est un export. Il n’existe plus trente-deux heures après sa fin.",
)
strawberry.enum(
    Cadence,
    name="CadenceDExport",
    description="Quand un programme fait ses exports, à l’heure de Paris.",
)
strawberry.enum(
    Periode,
    name="PeriodeDExport",
    description="Tous les dossiers, ou ceux qui ont été déposés ces trente derniers jours.",
)


@strawberry.type(
    description="Un export : des dossiers, figés quand il est demandé, dans un fichier."
)
class Export:
    id: strawberry.ID = identifiant("Export")
    format: Format = column("Format du fichier.", "format")
    etat: Etat = column("Où en est l’export.", "etat")
    onglet: Onglet | None = column("L’onglet dont il contient les dossiers.", "onglet")
    avec_archives: bool = column("S’il contient les dossiers à archiver.", "avec_archives")
    mois: Date | None = column("Le mois dont c’est l’archive.", "mois")
    periode: Periode = column("La période de dépôt des dossiers.", "periode")
    nombre_de_dossiers: int = column(
        "Nombre de dossiers demandés ; une fois prêt, nombre de dossiers contenus.", "nombre"
    )
    dossiers_faits: int = column("Nombre de dossiers déjà préparés.", "faits")
    fichiers_manquants: int = column(
        "Nombre de fichiers que l’archive n’a pas pu contenir, et dont elle donne la liste.",
        "manquants",
    )
    erreur: str | None = column("Ce qui a empêché de le préparer, en toutes lettres.", "erreur")
    demande_par: str | None = column("Adresse de qui l’a demandé.", "email")
    mien: bool = column("Si c’est un export que l’on a demandé soi-même.", "mien")
    manifeste: str | None = column(
        "Le manifeste signé d’un export programmé, en JSON : taille, empreinte, nombre de dossiers, période.",
        "manifeste",
    )
    signature: str | None = column("La signature du manifeste, octet pour octet.", "signature")
    date_demande: DateTime = column("Date de la demande.", "demande_le")
    date_fin: DateTime | None = column("Date de la fin de la préparation.", "termine_le")
    date_expiration: DateTime | None = column("Date à laquelle il sera supprimé.", "expire_le")
    fichier: File | None = computed(
        "Le fichier, et une adresse signée valable une heure. Nul tant qu’il n’est pas prêt.",
        lambda export: export.fichier,
    )


@strawberry.type(description="Un export fait de nouveau à des moments réguliers.")
class ProgrammeDExport:
    id: strawberry.ID = identifiant("ProgrammeDExport")
    format: Format = column("Format des fichiers.", "format")
    cadence: Cadence = column("Tous les jours, toutes les semaines ou tous les mois.", "cadence")
    heure: int = column("Heure de Paris, de 0 à 23.", "heure")
    jour: int | None = column(
        "Jour de la semaine, lundi étant 1, ou jour du mois ; nul pour tous les jours.", "jour"
    )
    incremental: bool = column(
        "Si chaque fichier ne contient que les dossiers modifiés depuis le précédent.",
        "incremental",
    )
    date_prochaine: DateTime = column("Date du prochain export.", "prochain_le")
    date_arret: DateTime | None = column("Date à laquelle il s’est arrêté.", "arrete_le")
    raison: str | None = column("Pourquoi il s’est arrêté.", "raison")
    secret: str | None = column(
        "Ce qui signe les manifestes, en HMAC-SHA256 hexadécimal. Nul pour qui n’a pas fait ce programme.",
        "secret",
    )


@strawberry.type(description="Un mois dont on peut demander l’archive.")
class MoisArchivable:
    mois: str = column("Le mois, `AAAA-MM`.", "mois")
    nombre_de_dossiers: int = column("Nombre de dossiers décidés ce mois-là.", "nombre")
    poids_estime: BigInt = column("Poids estimé de l’archive, en octets.", "poids")
    revolu: bool = column("Si le mois est terminé.", "revolu")


@strawberry.type(description="Les exports d’une démarche.")
class ExportsDeLaDemarche:
    """What a démarche shows of its exports, at both doors."""

    exports: list[Export] | None = relation(
        "Les exports que l’on peut télécharger, du plus récent au plus ancien : ceux de toute la démarche, "
        "pour un jeton ; pour un instructeur, ceux dont tous les groupes sont les siens.",
        (EXPORTS_DE_LA_DEMARCHE, "id"),
    )

    archives: list[Export] | None = relation(
        "Les archives que l’on peut télécharger, de la plus récente à la plus ancienne, aux mêmes conditions.",
        (ARCHIVES_DE_LA_DEMARCHE, "id"),
    )
    exports_programmes: list[Export] | None = relation(
        "Les exports faits par les programmes, du plus récent au plus ancien ; gardés trente et un jours.",
        (EXPORTS_PROGRAMMES, "id"),
    )
    programmes_d_export: list[ProgrammeDExport] | None = relation(
        "Les programmes d’export, du plus ancien au plus récent.", (PROGRAMMES_DE_LA_DEMARCHE, "id")
    )
    mois_archivables: list[MoisArchivable] | None = relation(
        "Les mois où des dossiers ont été décidés, du plus récent au plus ancien.",
        (MOIS_ARCHIVABLES, "id"),
    )


@strawberry.type(description="Les exports d’une démarche, pour qui l’instruit.")
class ExportsDuBureau(ExportsDeLaDemarche):
    dernier_export: Export | None = relation(
        "Le dernier export que l’on a demandé depuis cet onglet, pendant une heure.",
        (EXPORTS_DE_LA_DEMARCHE, "id"),
        build=dernier,
        arguments=[argument("onglet", Onglet | None, "L’onglet ; nul pour toute la démarche.")],
    )
