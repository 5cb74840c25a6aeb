"""What protects the account of who is signed in, and who opened it lately."""

import strawberry

from domain.sessions.models import Moyen
from resolvers import comptes
from schema.fields import column, relation
from schema.scalars import DateTime

strawberry.enum(
    Moyen, name="MoyenDeConnexion", description="Comment une personne a montré qui elle est."
)


@strawberry.type(description="Une application qui fait des codes, demandés après le mot de passe.")
class SecondFacteur:
    date_activation: DateTime = column("Date du premier code.", "confirme_le")
    codes_de_secours_restants: int = column(
        "Codes de secours qui n’ont pas servi.", "codes_restants"
    )


@strawberry.type(description="Une connexion réussie au compte.")
class Connexion:
    date: DateTime = column("Date de connexion.", "le")
    moyen: Moyen = column("Ce qui a été montré d’abord.", "moyen", Moyen)
    second_facteur: bool = column("Si un second facteur l’a été aussi.", "second_facteur")
    navigateur: str = column("Ce que le navigateur disait de lui-même.", "navigateur")
    adresse: str = column("Adresse IP.", "adresse")


@strawberry.type
class AccesAuCompte:
    """What `moi` inherits."""

    second_facteur: SecondFacteur | None = relation(
        "Le second facteur ; nul s’il n’y en a pas.", (comptes.SECOND_FACTEUR, "compte_id")
    )
    connexions: list[Connexion] = relation(
        "Les 20 dernières connexions, la plus récente d’abord.",
        (comptes.CONNEXIONS_RECENTES, "compte_id"),
    )
    moyens_de_connexion: list[Moyen] = relation(
        "Par quoi ce compte s’ouvre.", (comptes.MOYENS, "compte_id"), build=comptes.moyens
    )
