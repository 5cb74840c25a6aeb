"""What an identifier names, for who may see it, and null for all else: absent, hidden, somebody else's
or of another kind, the answer is the same to the byte (ADR 0017)."""

from typing import Any, TypeVar

from domain import identifiants
from resolvers.demarches import DEMARCHE, DemarcheRow
from resolvers.dossiers import DOSSIER, DossierRow
from resolvers.groupes_instructeurs import GROUPE, GroupeRow
from resolvers.loader import Loader
from resolvers.request import Request

V = TypeVar("V")


async def _trouver(
    request: Request, loader: Loader[Any, V | None], classe: str, id: str
) -> V | None:
    numero = identifiants.numero_de(id, classe)
    return None if numero is None else await request.load(loader, numero)


async def demarche(request: Request, _: object, *, id: str) -> DemarcheRow | None:
    return await _trouver(request, DEMARCHE, "Procedure", id)


async def dossier(request: Request, _: object, *, id: str) -> DossierRow | None:
    return await _trouver(request, DOSSIER, "Dossier", id)


async def groupe_instructeur(request: Request, _: object, *, id: str) -> GroupeRow | None:
    return await _trouver(request, GROUPE, "GroupeInstructeur", id)
