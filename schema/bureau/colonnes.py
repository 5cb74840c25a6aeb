"""The columns of a list of dossiers, and what may be asked of them."""

import strawberry

from domain.colonnes.colonne import Famille, Genre
from domain.presentations.reglages import Operateur, Sens
from domain.presentations.verification import operateurs
from schema.fields import column, computed

strawberry.enum(Genre, name="TypeDeColonne", description="Ce que sont les valeurs d’une colonne.")
strawberry.enum(
    Famille,
    name="FamilleDeColonne",
    description="Où une colonne est rangée quand on la choisit.",
)
strawberry.enum(
    Operateur,
    name="OperateurDeColonne",
    description=(
        "Ce que l’on demande à une colonne. `correspond` : l’une des valeurs (un texte est contenu, sans "
        "distinguer accents ni majuscules ; un choix ou un nombre est égal ; une date est ce jour-là ; une "
        "partie d’adresse ou de registre ressemble à l’expression rationnelle). `avant` et `apres` : une "
        "date. `cette_semaine`, `ce_mois`, `cette_annee` : sans valeur."
    ),
)
strawberry.enum(Sens, name="SensDeTri", description="Du plus petit au plus grand, ou l’inverse.")


@strawberry.type(description="Une valeur que l’on peut choisir.")
class OptionDeColonne:
    valeur: str = column("Ce qu’un filtre prend.", "valeur")
    libelle: str = column("Ce qu’on lit.", "libelle")


@strawberry.type(description="Une colonne de la liste des dossiers d’une démarche.")
class ColonneDeListe:
    id: strawberry.ID = column(
        "`table/colonne`, ou `type_de_champ/` et le numéro du champ, suivis de la partie montrée.",
        "id",
    )
    libelle: str = column("Titre de la colonne.", "libelle")
    type: Genre = column("Ce que sont ses valeurs.", "genre")
    famille: Famille = column("Où elle est rangée.", "famille")
    affichable: bool = column("Si elle peut être montrée.", "affichable")
    filtrable: bool = column("Si l’on peut filtrer sur elle.", "filtrable")
    options: list[OptionDeColonne] = column("Les valeurs que l’on peut choisir.", "options")
    operateurs: list[Operateur] = computed(
        "Ce que l’on peut lui demander.",
        lambda colonne: (
            [o for o in Operateur if o in operateurs(colonne)] if colonne.filtrable else []
        ),
    )


COLONNE = "Identifiant de la colonne."


@strawberry.input(description="Un filtre sur une colonne ; sans valeur, il ne demande rien.")
class FiltreDeListeInput:
    colonne: strawberry.ID = strawberry.field(description=COLONNE)
    operateur: Operateur = strawberry.field(
        default=Operateur.correspond, description="Ce que l’on demande."
    )
    valeurs: list[str] = strawberry.field(
        default_factory=list,
        description="L’une suffit. 100 au plus, de 4 048 caractères au plus ; une date est `AAAA-MM-JJ`.",
    )


@strawberry.input(description="L’ordre d’une liste.")
class TriDeListeInput:
    colonne: strawberry.ID = strawberry.field(description=COLONNE)
    sens: Sens = strawberry.field(default=Sens.asc, description="Le sens.")
