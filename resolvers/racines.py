"""The four roots of a query: found, not there, or not yours: the contract tells them apart (4.4)."""

from collections.abc import Mapping
from typing import Any

from domain import identifiants
from resolvers.champs import ChampVu
from resolvers.demarches import (
    DEMARCHE,
    DEMARCHE_EXISTE,
    DEMARCHE_LISIBLE,
    DemarcheRow,
    Existe,
)
from resolvers.dossiers import DOSSIER, DOSSIER_EXISTE, DossierRow
from resolvers.groupes_instructeurs import GROUPE, GROUPE_EXISTE, GroupeRow
from resolvers.limite import Limite
from resolvers.loader import Loader
from resolvers.refus import Refus, interdit, introuvable
from resolvers.request import Request


async def _absente(
    request: Request, existe: Loader[Any, Any], numero: int, type_graphql: str
) -> Refus:
    trouvee = await request.load(existe, numero)
    return interdit(type_graphql) if trouvee else introuvable(type_graphql)


async def demarche(request: Request, _: object, *, number: int) -> DemarcheRow:
    trouvee = await request.load(DEMARCHE, number)
    if trouvee is None:
        raise await _absente(request, DEMARCHE_EXISTE, number, "Demarche")
    return trouvee


async def dossier(request: Request, _: object, *, number: int) -> DossierRow:
    trouve = await request.load(DOSSIER, number)
    if trouve is None:
        raise await _absente(request, DOSSIER_EXISTE, number, "Dossier")
    return trouve


async def groupe_instructeur(request: Request, _: object, *, number: int) -> GroupeRow:
    trouve = await request.load(GROUPE, number)
    if trouve is None:
        raise await _absente(request, GROUPE_EXISTE, number, "GroupeInstructeurWithDossiers")
    return trouve


async def demarche_descriptor(
    request: Request, _: object, *, demarche: Mapping[str, Any]
) -> DemarcheRow:
    """By number or by id, of which only the number counts (api 5.3)."""
    numero = demarche.get("number")
    if numero is None:
        numero = identifiants.numero_de(demarche.get("id") or "")
    if numero is None:
        raise introuvable("DemarcheDescriptor")
    trouvee = await request.load(DEMARCHE_LISIBLE, numero)
    if trouvee is None:
        raise await _absente(request, DEMARCHE_EXISTE, numero, "DemarcheDescriptor")
    return trouvee


async def limite(request: Request, _: object) -> Limite | None:
    return await request.limite() if request.limite else None


def dossier_lie(
    champ: ChampVu, trouve: DossierRow | None, existe: Existe | None
) -> DossierRow | None:
    """What a link leads to: nothing when it cannot be seen by anybody, a refusal when it belongs to
    a démarche that the caller may not see (api 8.3)."""
    if trouve is None and existe is not None:
        raise interdit("Dossier")
    return trouve
