"""The five figures of a démarche (rules 4.14)."""

import strawberry

from resolvers.bureau.statistiques import statistiques
from schema.enums import DossierState
from schema.fields import column, computed, query
from schema.scalars import Date


@strawberry.type(
    description="Combien de dossiers ont passé chaque étape, ceux décidés puis supprimés compris."
)
class EntonnoirDeDemarche:
    tous: int = computed("Tous, dont les brouillons.", lambda a: a.etape(a.tous))
    deposes: int = computed("Déposés.", lambda a: a.etape(a.deposes))
    instruits: int = computed("Dont l’instruction a débuté.", lambda a: a.etape(a.instruits))
    traites: int = computed("Traités.", lambda a: a.etape(a.traites))


@strawberry.type(
    description="Les décisions, en pourcents des dossiers traités. Nul quand aucun ne l’est."
)
class DecisionsDeDemarche:
    acceptes: float | None = computed("Acceptés.", lambda a: a.part(a.acceptes))
    refuses: float | None = computed("Refusés.", lambda a: a.part(a.refuses))
    sans_suite: float | None = computed("Classés sans suite.", lambda a: a.part(a.sans_suite))


@strawberry.type(description="Le délai moyen des décisions d’un mois.")
class DelaiDuMois:
    mois: Date = column("Le premier jour du mois.", "mois")
    libelle: str = column("Le mois, en toutes lettres.", "libelle")
    jours: int | None = column("En jours entiers ; nul sans décision.", "jours")


@strawberry.type(description="Les décisions d’une semaine, dans un état.")
class DecisionsDeLaSemaine:
    state: DossierState = column("La décision.", "state")
    lundi: Date = column("Le lundi de la semaine.", "lundi")
    libelle: str = column("La semaine, par ce jour.", "libelle")
    nombre: int = column("Nombre de dossiers.", "nombre")


@strawberry.type(description="Les statistiques d’une démarche.")
class StatistiquesDeDemarche:
    entonnoir: EntonnoirDeDemarche = column("L’avancée des dossiers.", "avancement")
    decisions: DecisionsDeDemarche = column("Le taux de chaque décision.", "avancement")
    delais_usuels: list[float] = computed(
        "Le délai des dossiers les plus rapides, des usuels et des plus lents, en secondes, sur les "
        "trente derniers jours. Trois valeurs, ou deux pour quatre décisions ; aucune pour moins de trois.",
        lambda chiffres: [lu.delai for lu in chiffres.delais],
    )
    delais_par_mois: list[DelaiDuMois] = column(
        "Le délai moyen de chaque mois fini, depuis la première décision.", "mois"
    )
    par_semaine: list[DecisionsDeLaSemaine] = column(
        "Les décisions des six derniers mois, par état et par semaine.", "semaines"
    )


@strawberry.type(description="Les statistiques.")
class Statistiques:
    statistiques: StatistiquesDeDemarche = query(
        "Les statistiques de la démarche entière, à cet instant.", statistiques
    )
