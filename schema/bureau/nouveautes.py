"""What is new in Guichet."""

import strawberry

from domain.nouveautes.notes import Categorie
from resolvers.bureau import nouveautes as lues
from resolvers.pages import total
from schema.connexions import PageInfo
from schema.fields import argument, column, computed, query
from schema.scalars import Date

strawberry.enum(
    Categorie, name="CategorieDeNouveaute", description="À qui une nouveauté s’adresse."
)


@strawberry.type(description="Une nouveauté.")
class Nouveaute:
    nom: str = column("Ce qui la nomme, le même d’une version à l’autre.", "nom")
    titre: str = column("Son titre.", "titre")
    texte: str = column("Ce qu’il faut en savoir, en Markdown.", "texte")
    categories: list[Categorie] = computed(
        "À qui elle s’adresse.", lambda note: sorted(note.categories)
    )


@strawberry.type(description="Les nouveautés d’un jour.")
class JourDeNouveautes:
    date: Date = column("Le jour.", "le")
    nouveautes: list[Nouveaute] = column("Ses nouveautés.", "notes")


@strawberry.type(description="Une page de nouveautés, la plus récente d’abord.")
class PageDeNouveautes:
    nodes: list[JourDeNouveautes] = column("Les jours de la page.", "lignes")
    page_info: PageInfo = computed("De quoi demander la page suivante.", lambda page: page)
    total_count: int = query("Nombre de jours.", total)


@strawberry.type(description="Les nouveautés.")
class Nouveautes:
    nouveautes: PageDeNouveautes = query(
        "Ce qui a changé dans Guichet, par jour. 5 jours par page.",
        lues.nouveautes,
        arguments=[
            argument("categorie", Categorie | None, "Seulement celles qui s’adressent à eux."),
            argument("first", int | None, "Nombre de jours, de 0 à 100."),
            argument("after", str | None, "Ne donner que ce qui vient après ce curseur."),
        ],
    )
    nouveautes_a_voir: bool = query(
        "Vrai si quelque chose est nouveau pour les instructeurs depuis la dernière lecture.",
        lues.a_voir,
    )
