"""What inputs and payloads have in common: the objects that they name."""

from typing import Any

import strawberry

from resolvers.dossiers import DOSSIER
from resolvers.groupes_instructeurs import GROUPE
from resolvers.labels import LABELS_DE_LA_DEMARCHE
from resolvers.messages import MESSAGES_DU_DOSSIER
from resolvers.mutations import relecture
from schema.dossiers import Dossier
from schema.fields import query, relation
from schema.groupes_instructeurs import GroupeInstructeur
from schema.labels import Label
from schema.messages import Message
from schema.mutations.declaration import Element
from schema.profils import Profile

DOSSIER_ID = Element("dossier_id", strawberry.ID, "Identifiant du dossier.")
INSTRUCTEUR_ID = Element(
    "instructeur_id", strawberry.ID, "Identifiant de l’instructeur au nom de qui l’on agit."
)
GROUPE_ID = Element("groupe_instructeur_id", strawberry.ID, "Identifiant du groupe d’instructeurs.")
LABEL_ID = Element("label_id", strawberry.ID, "Identifiant du label.")
MESSAGE_ID = Element("message_id", strawberry.ID, "Identifiant du message.")
EN_SON_NOM = (DOSSIER_ID, INSTRUCTEUR_ID)

LE_DOSSIER: tuple[Any, Any] = (
    Dossier | None,
    relation("Le dossier, après la demande. Nul si elle est refusée.", (DOSSIER, "dossier_id")),
)
LE_GROUPE: tuple[Any, Any] = (
    GroupeInstructeur | None,
    relation("Le groupe d’instructeurs, après la demande.", (GROUPE, "groupe_id")),
)
LE_LABEL: tuple[Any, Any] = (
    Label | None,
    relation("Le label.", (LABELS_DE_LA_DEMARCHE, "demarche_id"), build=relecture.label),
)
LE_MESSAGE: tuple[Any, Any] = (
    Message | None,
    relation("Le message.", (MESSAGES_DU_DOSSIER, "dossier_id"), build=relecture.message),
)
L_INSTRUCTEUR: tuple[Any, Any] = (
    Profile | None,
    query("L’instructeur.", relecture.instructeur),
)
