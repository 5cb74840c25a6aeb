"""Templates of exports (rules 8.7)."""

from typing import Any

import strawberry

from domain.exports.models import Format
from exports.colonnes.offre import Famille
from resolvers.bureau import modeles_d_export as modeles
from schema.bureau import exports
from schema.bureau.contenu_d_archive import ContenuDArchiveInput
from schema.fields import argument, column, computed, identifiant, query, relation

assert exports.__name__  # it declares the enumeration of formats

strawberry.enum(
    Famille, name="FamilleDeColonneExportee", description="D’où vient une colonne exportée."
)


@strawberry.type(description="Une colonne choisie par un modèle.")
class ColonneDeModele:
    colonne: str = column(
        "Ce qu’elle contient : l’identifiant d’une colonne exportable.", "colonne"
    )
    libelle: str = column("Son titre dans le fichier.", "libelle")


@strawberry.type(description="Une colonne qu’un modèle peut choisir.")
class ColonneExportable:
    colonne: str = column("Son identifiant.", "id")
    libelle: str = column("Son titre, si le modèle n’en donne pas un autre.", "libelle")
    famille: Famille = column("D’où elle vient.", "famille")


@strawberry.type(description="Un champ dont un modèle d’archive peut prendre les fichiers.")
class PieceExportable:
    champ: int = column("Numéro du champ.", "champ")
    libelle: str = column("Libellé du champ.", "libelle")
    nom: str = column("Nom proposé pour ses fichiers, sans leur extension.", "nom")


def _cle(nom: str) -> Any:
    return lambda ligne: ligne[nom]


@strawberry.type(description="Si un document va dans l’archive, et sous quel nom.")
class NommageDeDocument:
    actif: bool = computed("S’il y va.", _cle("actif"))
    nom: str = computed("Son nom, sans extension ; des balises s’écrivent `--nom--`.", _cle("nom"))


@strawberry.type(description="Le nommage des fichiers d’un champ.")
class NommageDePiece(NommageDeDocument):
    champ: int = computed("Numéro du champ.", _cle("champ"))


@strawberry.type(description="Ce qu’une archive contient, et comment elle le range.")
class ContenuDArchive:
    dossier: str = computed("Nom du répertoire de chaque dossier.", _cle("dossier"))
    pdf: NommageDeDocument = computed("Le dossier au format PDF.", _cle("pdf"))
    attestation: NommageDeDocument = computed("L’attestation.", _cle("attestation"))
    pieces: list[NommageDePiece] = computed("Les fichiers des champs.", _cle("pieces"))
    messages: bool = computed("Avec les fichiers des messages.", _cle("messages"))
    avis: bool = computed("Avec les fichiers des avis.", _cle("avis"))
    justificatif: bool = computed("Avec le justificatif de la décision.", _cle("justificatif"))


@strawberry.type(description="Un modèle d’export, d’un groupe d’instructeurs.")
class ModeleDExport:
    id: strawberry.ID = identifiant("ExportTemplate")
    nom: str = column("Nom du modèle.", "nom")
    format: Format = column("Format des fichiers.", "format")
    partage: bool = column("S’il sert aux autres groupes de la démarche.", "partage")
    modifiable: bool = column("Si l’on est membre de son groupe.", "modifiable")
    colonnes: list[ColonneDeModele] | None = computed(
        "Les colonnes d’un tableur, dans leur ordre. Nul pour une archive.",
        lambda modele: modele.colonnes,
    )
    archive: ContenuDArchive | None = computed(
        "Le contenu d’une archive. Nul pour un tableur.", lambda modele: modele.archive
    )


@strawberry.type(description="Ce qu’un modèle d’archive donnerait, pour un dossier inventé.")
class ApercuDArchive:
    chemins: list[str] = column(
        "Les fichiers de l’archive, avec leurs répertoires. Aucun s’il y a des erreurs.", "chemins"
    )
    erreurs: list[str] = column("Ce qui empêcherait d’enregistrer ce modèle.", "erreurs")


@strawberry.type(description="Les modèles d’export d’une démarche.")
class ModelesDuBureau:
    modeles_d_export: list[ModeleDExport] = relation(
        "Ceux de ses groupes, et ceux que les autres groupes partagent.",
        (modeles.MODELES_DE_LA_DEMARCHE, "id"),
    )
    colonnes_exportables: list[ColonneExportable] = query(
        "Les colonnes qu’un modèle de tableur peut choisir, dans l’ordre proposé.",
        modeles.colonnes_offertes,
    )
    pieces_exportables: list[PieceExportable] = query(
        "Les champs dont un modèle d’archive peut prendre les fichiers.", modeles.pieces_offertes
    )
    apercu_d_archive: ApercuDArchive = query(
        "L’arborescence qu’un modèle d’archive donnerait, pendant qu’on l’écrit : chaque champ qui y va a un "
        "fichier. Rien n’est enregistré.",
        modeles.apercu_d_archive,
        arguments=[
            argument(
                "archive",
                ContenuDArchiveInput | None,
                "Le contenu de l’archive ; nul pour celui d’un nouveau modèle.",
            )
        ],
    )
