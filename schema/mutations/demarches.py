"""Démarches."""

from typing import Any

from resolvers.mutations import demarches, relecture
from resolvers.mutations.payload import Payload
from resolvers.request import Request
from schema.demandes import FindDemarcheInput
from schema.demarches import DemarcheDescriptor, DemarcheVue
from schema.fields import query
from schema.mutations.declaration import Element, mutation


async def _descripteur(request: Request, payload: Payload) -> DemarcheVue | None:
    demarche = await relecture.demarche(request, payload)
    return DemarcheVue(demarche, None) if demarche else None


LE_CLONE: tuple[Any, Any] = (
    DemarcheDescriptor | None,
    query("La nouvelle démarche.", _descripteur),
)

LA_DEMARCHE: tuple[Any, Any] = (
    DemarcheDescriptor | None,
    query("La démarche, après la demande.", _descripteur),
)

CHAMPS = {
    "demarche_regler_conservation": mutation(
        "DemarcheReglerConservation",
        "Dire combien de mois une démarche conserve ses dossiers. Plus longtemps : ceux qui avaient expiré "
        "reviennent. Moins longtemps : rien ne change pour ceux qui sont là.",
        demarches.regler_la_conservation,
        demande=[
            Element("demarche", FindDemarcheInput, "La démarche."),
            Element("mois", int, "De 1 au plus grand nombre que cette démarche permet."),
        ],
        reponse={"demarche": LA_DEMARCHE},
    ),
    "demarche_cloner": mutation(
        "DemarcheCloner",
        "Créer une démarche, en brouillon, à partir d’une autre.",
        demarches.cloner,
        demande=[
            Element("demarche", FindDemarcheInput, "La démarche à copier."),
            Element("title", str | None, "Titre de la nouvelle démarche ; à défaut, le même."),
        ],
        reponse={"demarche": LE_CLONE},
    ),
}
