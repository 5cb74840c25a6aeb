"""GET of a démarche's statistics: counted twice a day at most, for whoever asks (api 12.4)."""

import asyncio
from functools import partial
from typing import Any

import msgspec
from redis.exceptions import RedisError
from sqlalchemy import func, select, text
from starlette.requests import Request
from starlette.responses import Response

from domain.statistiques.calcul import calculer
from domain.transactions import Transaction
from server.public import demarches
from server.public.refus import PubliqueRefusee, inconnue
from server.resources import Resources

DUREE = 12 * 3600  # seconds that figures are kept
PATIENCE = 0.25  # seconds left to Valkey; without it they are counted again


class Statistiques:
    def __init__(self) -> None:
        self._calcul = asyncio.Lock()  # a hundred people who ask at once cost one count

    async def repondre(self, http: Request) -> Response:
        resources: Resources = http.state.resources
        texte = http.path_params["id"]
        try:
            demarche = await demarches.par_numero(resources, texte)
            if not demarche.opendata:
                raise inconnue(texte)
        except PubliqueRefusee as refus:
            return refus.reponse()
        corps = await self._corps(resources, demarche.id)
        return Response(corps, media_type="application/json")

    async def _corps(self, resources: Resources, demarche_id: int) -> bytes:
        cle = f"guichet:statistiques:{_base(resources)}:{demarche_id}"
        corps = await _gardees(resources, cle)
        if corps is not None:
            return corps
        async with self._calcul:
            corps = await _gardees(resources, cle)
            if corps is None:
                calcul = await resources.base.transaction(partial(_calculer, demarche_id))
                corps = msgspec.json.encode(calcul)
                await _garder(resources, cle, corps)
        return corps


def _calculer(demarche_id: int, tx: Transaction) -> dict[str, Any]:
    """All the figures are of one instant."""
    tx.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    at = tx.session.scalars(select(func.now())).one()
    return calculer(tx.session, demarche_id, at=at)


def _base(resources: Resources) -> str:
    """The database's name: several may share one Valkey."""
    return resources.settings.require("database_url").rpartition("/")[2].partition("?")[0]


async def _gardees(resources: Resources, cle: str) -> bytes | None:
    try:
        async with asyncio.timeout(PATIENCE):
            gardees = await resources.redis.get(cle)
    except (RedisError, OSError):  # TimeoutError is an OSError
        return None
    return gardees if isinstance(gardees, bytes) else None


async def _garder(resources: Resources, cle: str, corps: bytes) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await resources.redis.set(cle, corps, ex=DUREE)
    except (RedisError, OSError):
        return
