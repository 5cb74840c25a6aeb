"""What an instructeur chose for the lists of a démarche."""

import strawberry

from domain.presentations.onglets import Onglet
from domain.presentations.reglages import Operateur, Sens
from resolvers.bureau.presentations import presentation
from schema.bureau.colonnes import ColonneDeListe
from schema.fields import column, computed, query


@strawberry.type(description="Un filtre gardé.")
class FiltreDeListe:
    colonne: strawberry.ID = column("Identifiant de la colonne.", "colonne")
    operateur: Operateur = column("Ce qui est demandé.", "operateur")
    valeurs: list[str] = computed("Les valeurs ; l’une suffit.", lambda f: list(f.valeurs))


@strawberry.type(description="Les filtres d’un onglet, dans leur ordre.")
class FiltresDOnglet:
    onglet: Onglet = column("L’onglet.", "onglet")
    filtres: list[FiltreDeListe] = computed("Ses filtres.", lambda f: list(f.filtres))


@strawberry.type(description="L’ordre d’une liste.")
class TriDeListe:
    colonne: strawberry.ID = column("Identifiant de la colonne.", "colonne")
    sens: Sens = column("Le sens.", "sens")


@strawberry.type(description="Ce que l’on a choisi pour les listes d’une démarche.")
class PresentationDeListe:
    colonnes: list[ColonneDeListe] = column("Les colonnes montrées, dans leur ordre.", "colonnes")
    tri: TriDeListe = column("L’ordre.", "tri")
    filtres: list[FiltresDOnglet] = column("Les filtres de chaque onglet.", "filtres")
    filtres_deplies: bool = column("Si les filtres sont dépliés.", "filtres_deplies")
    reinitialisee: bool = column(
        "Vrai quand ce que l’on avait choisi nommait une colonne qui n’existe plus : les choix d’origine "
        "sont alors montrés à la place.",
        "reinitialisee",
    )


@strawberry.type(description="Les choix faits pour les listes d’une démarche.")
class PresentationsDuBureau:
    presentation: PresentationDeListe = query(
        "Ce que l’on a choisi pour les listes de cette démarche.", presentation
    )
