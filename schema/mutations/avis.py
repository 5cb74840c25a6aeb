"""Avis, as the instructeurs of a dossier ask them."""

from collections.abc import Sequence
from typing import Any

import strawberry

from resolvers.avis import AVIS_DU_DOSSIER, AvisRow
from resolvers.mutations import avis
from resolvers.mutations.payload import Payload
from schema.avis import Avis
from schema.fields import relation
from schema.mutations.declaration import Element, liste_de, mutation
from schema.mutations.elements import EN_SON_NOM, INSTRUCTEUR_ID, LE_DOSSIER

AVIS_ID = Element("avis_id", strawberry.ID, "Identifiant de l’avis.")

QUESTION = [
    Element(
        "emails",
        list[str],
        "Adresses des experts, 100 au plus. Celles que l’on ne connaît pas reçoivent un compte.",
    ),
    Element(
        "introduction", str | None, "Ce qui leur est demandé ; à défaut, une phrase toute faite."
    ),
    Element("question", str | None, "Question à laquelle ils répondront par oui ou non."),
    Element("confidentiel", bool, "Vrai pour ne pas partager leur avis entre experts.", False),
    Element(
        "dossiers_lies",
        bool,
        "Vrai pour leur soumettre aussi les dossiers auxquels celui-ci est lié, et que l’on peut lire.",
        False,
    ),
    Element("piece", strawberry.ID | None, "Fichier téléversé, joint à la demande."),
]


def _ceux_ci(payload: Payload, tous: Sequence[AvisRow] | None) -> list[AvisRow] | None:
    if payload.avis is None:
        return None
    return [ligne for ligne in tous or () if ligne.id in payload.avis]


def _celui_ci(payload: Payload, tous: Sequence[AvisRow] | None) -> AvisRow | None:
    return next((ligne for ligne in tous or () if ligne.id == payload.avis_id), None)


DU_DOSSIER = (AVIS_DU_DOSSIER, "dossier_id")
LES_AVIS: tuple[Any, Any] = (
    liste_de(Avis) | None,
    relation("Les avis demandés. Nul si aucun ne l’est.", DU_DOSSIER, build=_ceux_ci),
)
L_AVIS: tuple[Any, Any] = (
    Avis | None,
    relation("L’avis. Nul s’il n’en reste rien.", DU_DOSSIER, build=_celui_ci),
)

CHAMPS = {
    "dossier_demander_avis": mutation(
        "DossierDemanderAvis",
        "Demander l’avis d’un ou de plusieurs experts. Une adresse refusée n’empêche pas les autres.",
        avis.demander,
        demande=[*EN_SON_NOM, *QUESTION],
        reponse={"dossier": LE_DOSSIER, "avis": LES_AVIS},
        fichiers=["piece"],
    ),
    "dossier_relancer_avis": mutation(
        "DossierRelancerAvis",
        "Rappeler à un expert l’avis qu’il n’a pas rendu.",
        avis.relancer,
        demande=[AVIS_ID, INSTRUCTEUR_ID],
        reponse={"dossier": LE_DOSSIER, "avis": L_AVIS},
    ),
    "dossier_revoquer_avis": mutation(
        "DossierRevoquerAvis",
        "Fermer un dossier à un expert. L’avis rendu reste ; celui qui ne l’est pas disparaît.",
        avis.revoquer,
        demande=[AVIS_ID, INSTRUCTEUR_ID],
        reponse={"dossier": LE_DOSSIER, "avis": L_AVIS},
    ),
}
