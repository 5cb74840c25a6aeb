"""What an instructeur chooses for the lists of a démarche."""

import strawberry

from domain.presentations.onglets import Onglet
from resolvers.mutations import presentations
from resolvers.mutations.liaison import Agir
from schema.bureau.colonnes import FiltreDeListeInput, TriDeListeInput
from schema.mutations.declaration import Declaree, Element, liste_de, mutation
from schema.mutations.places import DEMARCHE_ID, LA_DEMARCHE

ONGLET = Element("onglet", Onglet | None, "L’onglet. Nul pour tous les onglets.")


def _choix(nom: str, description: str, agir: Agir, *demande: Element) -> Declaree:
    return mutation(
        nom,
        description,
        agir,
        demande=[DEMARCHE_ID, *demande],
        reponse={"demarche": LA_DEMARCHE},
        personne=True,
    )


CHAMPS = {
    "presentation_afficher_colonnes": _choix(
        "PresentationAfficherColonnes",
        "Choisir les colonnes de ses listes. Sans colonne, il reste le numéro et l’état.",
        presentations.afficher_colonnes,
        Element("colonnes", liste_de(strawberry.ID), "Les colonnes, dans l’ordre voulu."),
    ),
    "presentation_trier": _choix(
        "PresentationTrier",
        "Choisir l’ordre de ses listes.",
        presentations.trier,
        Element("tri", TriDeListeInput, "L’ordre."),
    ),
    "presentation_filtrer": _choix(
        "PresentationFiltrer",
        "Garder des filtres et leurs valeurs, à la place de ceux d’un onglet ou de tous.",
        presentations.filtrer,
        ONGLET,
        Element("filtres", liste_de(FiltreDeListeInput), "Les filtres, dans l’ordre voulu."),
    ),
    "presentation_choisir_filtres": _choix(
        "PresentationChoisirFiltres",
        "Choisir sur quoi filtrer, dans un onglet ou dans tous ; les valeurs déjà données restent.",
        presentations.choisir_filtres,
        ONGLET,
        Element("colonnes", liste_de(strawberry.ID), "Les colonnes, dans l’ordre voulu."),
    ),
    "presentation_vider_filtres": _choix(
        "PresentationViderFiltres",
        "Vider les filtres d’un onglet ou de tous, qui restent là sans valeur.",
        presentations.vider_filtres,
        ONGLET,
    ),
    "presentation_deplier_filtres": _choix(
        "PresentationDeplierFiltres",
        "Déplier les filtres, ou les replier.",
        presentations.deplier_filtres,
        Element("deplies", bool, "Vrai pour les déplier."),
    ),
    "presentation_reinitialiser": _choix(
        "PresentationReinitialiser",
        "Revenir aux choix d’origine.",
        presentations.reinitialiser,
    ),
}
