import strawberry

from resolvers.listes import dossiers_de, en_attente_de, supprimes_de
from resolvers.profils import INSTRUCTEURS_DU_GROUPE
from schema.connexions import (
    ARGUMENTS_DE_DOSSIERS,
    ARGUMENTS_DE_SUPPRIMES,
    DeletedDossierConnection,
    DossierConnection,
)
from schema.fields import column, identifiant, query, relation
from schema.profils import Profile


@strawberry.type(description="Un groupe d’instructeurs, qui se partagent des dossiers.")
class GroupeInstructeur:
    id: strawberry.ID = identifiant("GroupeInstructeur")
    number: int = column("Numéro du groupe.", "id")
    label: str = column("Libellé du groupe.", "label")
    closed: bool = column("Vrai si le groupe ne reçoit plus de nouveaux dossiers.", "ferme")
    instructeurs: list[Profile] = relation(
        "Instructeurs membres du groupe.", (INSTRUCTEURS_DU_GROUPE, "id")
    )


@strawberry.type(description="Un groupe d’instructeurs, avec ses dossiers.")
class GroupeInstructeurWithDossiers(GroupeInstructeur):
    dossiers: DossierConnection = query(
        "Dossiers du groupe, du plus ancien dépôt au plus récent.",
        dossiers_de,
        arguments=ARGUMENTS_DE_DOSSIERS,
    )
    deleted_dossiers: DeletedDossierConnection = query(
        "Dossiers du groupe supprimés définitivement.",
        supprimes_de,
        arguments=ARGUMENTS_DE_SUPPRIMES,
    )
    pending_deleted_dossiers: DeletedDossierConnection = query(
        "Dossiers du groupe en attente de suppression définitive.",
        en_attente_de,
        arguments=ARGUMENTS_DE_SUPPRIMES,
    )
