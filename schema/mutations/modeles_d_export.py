"""Templates of exports."""

from typing import Any

import strawberry

from domain.exports.models import Format
from resolvers.bureau.modeles_d_export import MODELE
from resolvers.mutations import modeles_d_export as modeles
from schema.bureau.contenu_d_archive import ContenuDArchiveInput
from schema.bureau.modeles_d_export import ModeleDExport
from schema.fields import relation
from schema.mutations.declaration import Element, entree, liste_de, mutation

ColonneDeModeleInput = entree(
    "ColonneDeModeleInput",
    "Une colonne d’un tableur.",
    [
        Element("colonne", str, "Identifiant d’une colonne exportable."),
        Element("libelle", str | None, "Son titre ; nul pour celui qu’elle a."),
    ],
)
LE_MODELE: tuple[Any, Any] = (
    ModeleDExport | None,
    relation("Le modèle. Nul si la demande est refusée.", (MODELE, "modele_id")),
)

CHAMPS = {
    "modele_d_export_enregistrer": mutation(
        "ModeleDExportEnregistrer",
        "Créer un modèle d’export, ou changer l’un des siens.",
        modeles.enregistrer,
        demande=[
            Element(
                "modele_id", strawberry.ID | None, "Le modèle à changer ; nul pour en créer un."
            ),
            Element(
                "groupe_instructeur_id", strawberry.ID | None, "Le groupe d’un nouveau modèle."
            ),
            Element("format", Format | None, "Le format d’un nouveau modèle."),
            Element("nom", str, "Nom du modèle."),
            Element("partage", bool | None, "S’il sert aux autres groupes de la démarche.", False),
            Element(
                "colonnes", liste_de(ColonneDeModeleInput) | None, "Les colonnes d’un tableur."
            ),
            Element("archive", ContenuDArchiveInput | None, "Le contenu d’une archive."),
        ],
        reponse={"modele": LE_MODELE},
        personne=True,
    ),
    "modele_d_export_supprimer": mutation(
        "ModeleDExportSupprimer",
        "Supprimer un modèle d’export ; les exports déjà faits restent.",
        modeles.supprimer,
        demande=[Element("modele_id", strawberry.ID, "Le modèle.")],
        reponse={},
        personne=True,
    ),
}
