"""The tabs of a démarche's dossiers, and their counters."""

import strawberry

from domain.presentations.onglets import Onglet
from resolvers.bureau.onglets import COMPTEURS, onglets_de
from schema.fields import column, computed, relation

strawberry.enum(
    Onglet,
    name="OngletDeDossiers",
    description="Un onglet de la liste des dossiers d’une démarche.",
)


@strawberry.type(description="Un onglet qui existe sur une démarche.")
class OngletDeLaDemarche:
    cle: Onglet = column("L’onglet.", "cle")
    libelle: str = column("Ce qu’on y lit.", "libelle")


@strawberry.type(
    description="Combien de dossiers dans chaque onglet, parmi ceux des groupes dont on est membre."
)
class CompteursDeDossiers:
    a_suivre: int = column("En cours, que personne ne suit.", "a_suivre")
    suivis: int = column("En cours, que l’on suit.", "suivis")
    traites: int = column("Décidés, non archivés.", "traites")
    tous: int = column("Tous ceux qui ne sont pas archivés.", "tous")
    expirants: int | None = column(
        "Ceux qui expirent d’ici deux semaines. Nul quand l’onglet n’existe pas.", "expirants"
    )


@strawberry.type(description="Les onglets d’une démarche.")
class OngletsDuBureau:
    compteurs: CompteursDeDossiers = relation(
        "Combien de dossiers dans chaque onglet ; les archives et la corbeille ne sont pas comptées.",
        (COMPTEURS, "id"),
    )
    onglets: list[OngletDeLaDemarche] = computed("Les onglets, dans leur ordre.", onglets_de)
