"""The démarches on an instructeur’s desk."""

import strawberry

from resolvers.bureau import demarches as listes
from resolvers.bureau.demarches import Accueil, OngletDeDemarches
from resolvers.pages import aretes, total
from schema.bureau.demarche import DemarcheDuBureau
from schema.bureau.onglets import CompteursDeDossiers
from schema.connexions import PageInfo
from schema.fields import argument, column, computed, query

strawberry.enum(
    OngletDeDemarches,
    name="OngletDeDemarches",
    description="Un onglet de la liste des démarches d’un instructeur.",
)
strawberry.enum(
    Accueil, name="AccueilDInstructeur", description="Où commence la journée d’un instructeur."
)


@strawberry.type(description="Un onglet de démarches, et combien il en a.")
class OngletDeDemarchesCompte:
    cle: OngletDeDemarches = column("L’onglet.", "cle", OngletDeDemarches)
    libelle: str = column("Ce qu’on y lit.", "libelle")
    nombre: int = column("Combien de démarches.", "nombre")


@strawberry.type(description="Une démarche dans une liste, et sa place.")
class DemarcheDuBureauEdge:
    cursor: str = column("Curseur de cet élément.", "curseur")
    node: DemarcheDuBureau = column("La démarche.", "ligne.demarche")


@strawberry.type(description="Une page de démarches.")
class DemarchesDuBureau:
    edges: list[DemarcheDuBureauEdge] = computed("Les démarches et leurs curseurs.", aretes)
    nodes: list[DemarcheDuBureau] = computed(
        "Les démarches de la page.", lambda page: [ligne.demarche for ligne in page.lignes]
    )
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int = query("Nombre de démarches de l’onglet.", total)


@strawberry.type(description="Les démarches que l’on instruit.")
class Demarches:
    demarches: DemarchesDuBureau = query(
        "Les démarches d’un onglet : celles en cours dans l’ordre que l’on a choisi, les nouvelles d’abord ; "
        "les autres, de la plus récente à la plus ancienne. 100 par page.",
        listes.demarches,
        arguments=[
            argument(
                "onglet",
                OngletDeDemarches,
                "L’onglet.",
                default=OngletDeDemarches.en_cours,
            ),
            argument("first", int | None, "Taille de la page, de 0 à 100."),
            argument("after", str | None, "Ne donner que ce qui vient après ce curseur."),
        ],
    )
    onglets_de_demarches: list[OngletDeDemarchesCompte] = query(
        "Les trois onglets, et combien de démarches dans chacun.", listes.onglets
    )
    acces_direct: list[DemarcheDuBureau] = query(
        "Toutes les démarches que l’on instruit, celles qui sont ouvertes d’abord.",
        listes.acces_direct,
    )
    synthese: CompteursDeDossiers = query(
        "Les sommes des compteurs de toutes ces démarches.", listes.synthese
    )
    accueil: Accueil = query(
        "Où aller en arrivant : aux avis pour qui n’instruit rien et à qui l’on en demande.",
        listes.accueil,
    )
