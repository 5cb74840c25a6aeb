"""So many tries from one address, and for one account (rules 11.3), counted in Valkey, or in PostgreSQL
while Valkey is away. When neither counts nobody signs in: 503, from whoever asked PostgreSQL."""

import asyncio
import time
from datetime import timedelta

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.base_de_donnees import Base
from domain.sessions import passages, verrou
from server.connexion.refus import ConnexionRefusee
from server.limites import PATIENCE, REPRISE
from server.logs import logger

FENETRE_D_ADRESSE = 15  # seconds
PAR_COMPTE = RateLimitItemPerSecond(10, 60)

log = logger("freins")


class Freins:
    """`par_adresse` is for 15 s; 0 leaves everybody through, whatever the account."""

    def __init__(self, redis: Redis, base: Base, par_adresse: int) -> None:
        # The address is not read when connections are given.
        storage = RedisStorage(
            "async+redis://",
            implementation="redispy",
            key_prefix="guichet:freins",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # passed on as it is
        )
        self._fenetre = MovingWindowRateLimiter(storage)
        self._base = base
        self._par_adresse = par_adresse
        self._reprise = 0.0

    async def passer(
        self, *, adresse: str, email: str | None = None, cle: bytes | None = None
    ) -> None:
        """`cle` stands for an account by another name than its address. Raises ConnexionRefusee: 429."""
        if not self._par_adresse:
            return
        par_adresse = RateLimitItemPerSecond(self._par_adresse, FENETRE_D_ADRESSE)
        await self._compter(f"adresse:{adresse}", par_adresse)
        de_qui = verrou.cle(email) if email is not None else cle
        if de_qui is not None:
            await self._compter(f"compte:{de_qui.hex()}", PAR_COMPTE)

    async def _compter(self, cle: str, item: RateLimitItem) -> None:
        passe = await self._par_valkey(cle, item)
        if passe is None:
            passe = await self._par_la_base(cle, item)
        if not passe:
            attente = item.get_expiry()
            raise ConnexionRefusee(
                429, f"Trop d’essais : réessayez dans {attente} s", "trop_d_essais",
                {"Retry-After": str(attente)},
            )  # fmt: skip

    async def _par_valkey(self, cle: str, item: RateLimitItem) -> bool | None:
        """None when Valkey is away or silent, after which it is left alone a while."""
        if time.monotonic() < self._reprise:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._fenetre.hit(item, cle)
        except (RedisError, OSError) as error:  # TimeoutError is an OSError
            self._reprise = time.monotonic() + REPRISE
            log.warning("freins comptés en base", erreur=type(error).__name__)
            return None

    async def _par_la_base(self, cle: str, item: RateLimitItem) -> bool:
        fenetre = timedelta(seconds=item.get_expiry())
        venus = await self._base.transaction(lambda tx: passages.compter(tx, cle, fenetre=fenetre))
        return venus <= item.amount
