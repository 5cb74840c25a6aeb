"""Who is signed in: the root of all that a person does."""

import strawberry

from domain.comptes.roles import Role
from resolvers import moi
from schema.bureau.expert import EspaceExpert
from schema.bureau.instructeur import EspaceInstructeur
from schema.comptes import AccesAuCompte
from schema.fields import column, computed, relation, requested
from schema.scalars import DateTime

strawberry.enum(
    Role, name="RoleDeCompte", description="Ce qu’une personne peut être ; les rôles s’ajoutent."
)


@strawberry.type(description="Un compte : une personne, par son adresse électronique.")
class Compte:
    email: str = column("Adresse électronique.", "email")


@strawberry.type(description="Un navigateur où l’on est connecté.")
class Session:
    id: strawberry.ID = computed(
        "Numéro de la session, pour la fermer.", lambda session: str(session.id)
    )
    navigateur: str = column("Ce que le navigateur dit de lui-même.", "navigateur")
    adresse: str = column("Adresse IP à l’ouverture.", "adresse")
    souvenir: bool = column("Si elle reste ouverte quinze jours.", "souvenir")
    date_ouverture: DateTime = column("Date de connexion.", "cree_le")
    date_derniere_utilisation: DateTime = column(
        "Dernière utilisation, à une minute près.", "vue_le"
    )
    courante: bool = requested("Si c’est celle de cette requête.", moi.courante)


@strawberry.type(description="La personne connectée.")
class Moi(AccesAuCompte):
    compte: Compte = computed("Son compte.", lambda row: row)
    roles: list[Role] = computed(
        "Ses rôles à cet instant, celui de la page d’accueil d’abord.", lambda row: row.roles
    )
    instructeur: EspaceInstructeur | None = computed(
        "Son espace d’instructeur ; nul pour qui ne l’est pas.",
        lambda row: None if row.instructeur is None else row,
    )
    expert: EspaceExpert | None = computed(
        "Son espace d’expert ; nul pour qui ne l’est pas.",
        lambda row: None if row.expert is None else row,
    )
    sessions: list[Session] = relation(
        "Les sessions ouvertes, de la plus ancienne à la plus récente.",
        (moi.SESSIONS_DU_COMPTE, "compte_id"),
    )
