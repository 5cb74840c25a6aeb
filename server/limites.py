"""So many requests a minute for each token, counted in Valkey for all the web processes (api 2.10).

Without Valkey nobody is counted and all pass: a limit protects the service, it must not stop it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any, TypeVar

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.responses import PlainTextResponse, Response

from resolvers.limite import Limite
from resolvers.viewer import Viewer
from server.logs import logger

V = TypeVar("V")

COUT = 1
PATIENCE = 0.25  # seconds left to Valkey: a request has better to do than to wait to be counted
REPRISE = 5.0  # seconds before Valkey is asked again, once it did not answer

TROP = (
    "Trop de requêtes avec ce jeton : {limite} par minute au plus. "
    "Réessayez dans {attente} s.\n"
    "Too many requests with this token: at most {limite} per minute. "
    "Try again in {attente} s.\n"
)

log = logger("limites")


class LimiteAtteinte(Exception):
    """One request too many."""

    def __init__(self, limite: Limite) -> None:
        super().__init__(limite.limite)
        self.limite = limite

    def reponse(self, now: datetime, phrase: str = TROP) -> Response:
        attente = max(1, ceil((self.limite.retour - now).total_seconds()))
        return PlainTextResponse(
            phrase.format(limite=self.limite.limite, attente=attente),
            429,
            headers={
                "Retry-After": str(attente),
                "RateLimit-Remaining": "0",
                "RateLimit-Reset": str(ceil(self.limite.retour.timestamp())),
            },
        )


class Limites:
    """The counts of one web process's callers, on the connections that it has already."""

    def __init__(self, redis: Redis, par_minute: int) -> None:
        """`par_minute` is 0 when there is no limit."""
        self._par_minute = par_minute
        # The address is not read when connections are given.
        storage = RedisStorage(
            "async+redis://",
            implementation="redispy",
            key_prefix="guichet:limites",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # passed on as it is
        )
        self._fenetre = MovingWindowRateLimiter(storage)
        self._reprise = 0.0

    async def compter(self, viewer: Viewer) -> "Mesure | None":
        """Counts a request of the viewer; None when nothing limits it. Raises LimiteAtteinte."""
        return await self.compter_cle(viewer.porteur) if viewer.porteur else None

    async def compter_cle(self, cle: str) -> "Mesure | None":
        """The same of whoever `cle` names."""
        if not self._par_minute:
            return None
        mesure = Mesure(self, RateLimitItemPerMinute(self._par_minute), cle)
        passe = await self._demander(lambda: self._fenetre.hit(mesure.item, mesure.cle, cost=COUT))
        if passe is False:
            limite = await mesure()
            if limite is not None:
                raise LimiteAtteinte(limite)
        return None if passe is None else mesure

    async def etat(self, mesure: "Mesure") -> Limite | None:
        """None when Valkey does not answer."""
        lu = await self._demander(lambda: self._fenetre.get_window_stats(mesure.item, mesure.cle))
        if lu is None:
            return None
        retour = datetime.fromtimestamp(lu.reset_time, UTC)
        return Limite(mesure.item.amount, COUT, lu.remaining, retour)

    async def _demander(self, question: Callable[[], Awaitable[V]]) -> V | None:
        """Valkey's answer; None when it is away or silent, after which it is left alone a while."""
        if time.monotonic() < self._reprise:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await question()
        except (RedisError, OSError) as error:  # TimeoutError is an OSError
            self._reprise = time.monotonic() + REPRISE
            log.warning("limites non tenues", erreur=type(error).__name__)
            return None


@dataclass(frozen=True, slots=True)
class Mesure:
    """Where a caller is of its limit: asked of Valkey when a client wants to know."""

    limites: Limites
    item: Any
    cle: str

    async def __call__(self) -> Limite | None:
        return await self.limites.etat(self)
