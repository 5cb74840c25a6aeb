"""Exports."""

from typing import Any

import strawberry

from domain.exports.models import Format, Periode
from domain.exports.programmes import Cadence
from domain.presentations.onglets import Onglet
from resolvers.bureau.exports import EXPORT
from resolvers.bureau.programmes_d_export import PROGRAMME
from resolvers.mutations import exports, programmes_d_export
from resolvers.mutations.selection_d_export import ExportFiltre
from schema.bureau.colonnes import FiltreDeListeInput
from schema.bureau.exports import Export, ProgrammeDExport
from schema.demandes import FindDemarcheInput
from schema.fields import BINDING, column, relation
from schema.mutations.declaration import Element, liste_de, mutation

L_EXPORT: tuple[Any, Any] = (
    Export | None,
    relation("L’export. Nul si la demande est refusée.", (EXPORT, "export_id")),
)
LE_PROGRAMME: tuple[Any, Any] = (
    ProgrammeDExport | None,
    relation("Le programme. Nul si la demande est refusée.", (PROGRAMME, "programme_id")),
)
REUTILISE: tuple[Any, Any] = (
    bool | None,
    column(
        "Vrai quand c’est un export identique, qui attendait ou venait d’être préparé.", "reutilise"
    ),
)
EXPORT_ID = Element("export_id", strawberry.ID, "Identifiant de l’export.")

CHAMPS = {
    "export_demander": mutation(
        "ExportDemander",
        "Demander un export : les dossiers sont figés à cet instant, le fichier est préparé ensuite.",
        exports.demander,
        demande=[
            Element("demarche", FindDemarcheInput, "La démarche."),
            Element("format", Format | None, "Format du fichier ; nul pour celui du modèle."),
            Element("modele_id", strawberry.ID | None, "Un modèle d’export, au lieu du format."),
            Element("onglet", Onglet | None, "Seulement les dossiers de cet onglet."),
            Element(
                "avec_archives",
                bool | None,
                "Avec les dossiers à archiver ; seulement pour l’onglet `tous`.",
                False,
            ),
            Element(
                "filtres",
                liste_de(FiltreDeListeInput) | None,
                "Des filtres, à la place de ceux que l’on a gardés pour cet onglet ; vide pour aucun.",
            ),
            Element(
                "periode", Periode | None, "Seulement les dossiers déposés dans cette période."
            ),
            Element(
                "dossiers",
                list[strawberry.ID] | None,
                "Seulement ces dossiers, par leurs identifiants ; 500 au plus.",
            ),
        ],
        reponse={"export": L_EXPORT, "reutilise": REUTILISE},
    ),
    "archive_demander": mutation(
        "ArchiveDemander",
        "Demander l’archive des dossiers décidés pendant un mois, ou depuis toujours.",
        exports.archiver,
        demande=[
            Element("demarche", FindDemarcheInput, "La démarche."),
            Element("mois", str | None, "Le mois, `AAAA-MM` ; nul pour tous les dossiers décidés."),
        ],
        reponse={"export": L_EXPORT, "reutilise": REUTILISE},
    ),
    "programme_d_export_creer": mutation(
        "ProgrammeDExportCreer",
        "Faire un export à des moments réguliers.",
        programmes_d_export.creer,
        demande=[
            Element("demarche", FindDemarcheInput, "La démarche."),
            Element("format", Format | None, "Format du fichier ; nul pour celui du modèle."),
            Element("modele_id", strawberry.ID | None, "Un modèle d’export, au lieu du format."),
            Element("cadence", Cadence, "Tous les jours, toutes les semaines ou tous les mois."),
            Element("heure", int, "Heure de Paris, de 0 à 23."),
            Element("jour", int | None, "Jour de la semaine, de 1 à 7, ou du mois, de 1 à 28."),
            Element(
                "incremental",
                bool | None,
                "Seulement les dossiers modifiés depuis l’export précédent.",
                False,
            ),
        ],
        reponse={"programme": LE_PROGRAMME},
    ),
    "programme_d_export_supprimer": mutation(
        "ProgrammeDExportSupprimer",
        "Arrêter un programme d’export ; les exports déjà faits restent.",
        programmes_d_export.supprimer,
        demande=[Element("programme_id", strawberry.ID, "Identifiant du programme.")],
        reponse={},
    ),
    "export_relancer": mutation(
        "ExportRelancer",
        "Préparer de nouveau un export qui a échoué.",
        exports.relancer,
        demande=[EXPORT_ID],
        reponse={"export": L_EXPORT},
    ),
    "export_supprimer": mutation(
        "ExportSupprimer",
        "Supprimer un export que l’on a demandé, et son fichier.",
        exports.supprimer,
        demande=[EXPORT_ID],
        reponse={},
    ),
}

# Its dossiers are those that pass the filters of a list, which are read before the transaction.
_demandee = CHAMPS["export_demander"].champ
_demandee.metadata = {**_demandee.metadata, BINDING: ExportFiltre(exports.demander)}
