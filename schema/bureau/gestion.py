"""What an instructeur may know of the running of a démarche: who runs it, and what it has lost."""

import strawberry

from resolvers.bureau.supprimes import dossiers_supprimes
from resolvers.profils import ADMINISTRATEURS_DE_LA_DEMARCHE
from schema.connexions import DeletedDossierConnection
from schema.fields import argument, query, relation
from schema.profils import Profile


@strawberry.type(description="La gestion d’une démarche.")
class GestionDeLaDemarche:
    administrateurs: list[Profile] = relation(
        "Qui administre la démarche, pour les joindre.", (ADMINISTRATEURS_DE_LA_DEMARCHE, "id")
    )
    dossiers_supprimes: DeletedDossierConnection = query(
        "Les dossiers supprimés définitivement, de toute la démarche, par numéro. 100 par page.",
        dossiers_supprimes,
        arguments=[
            argument("first", int | None, "Taille de la page, de 0 à 100."),
            argument("after", str | None, "Ne donner que ce qui vient après ce curseur."),
        ],
    )
