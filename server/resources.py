"""What a web process holds open: connections to PostgreSQL, Valkey and S3."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from psycopg import AsyncConnection, IsolationLevel
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError

from adapters import base_de_donnees
from adapters.base_de_donnees import Base
from adapters.coffre import Coffre
from adapters.signatures import Signataire
from adapters.storage import Storage
from resolvers.pool import Pool
from resolvers.televersements import Televersements
from server.composants import BACKGROUND as BACKGROUND
from server.composants import CONNECTION as CONNECTION
from server.composants import SESSION as SESSION
from server.composants import WORKING as WORKING
from server.composants import known as known
from server.composants import open_storage as open_storage
from server.composants import options_de
from server.limites import Limites
from server.settings import Settings

READING = (2, 16)  # least and most connections, per web process
WRITING = (1, 8)

READING_SESSION = {
    **SESSION,
    # A trip outside a transaction is one of its own, and a snapshot as the others are.
    "default_transaction_isolation": r"repeatable\ read",
    "default_transaction_read_only": "on",
    # What is prepared is planned once: its keys change, its shape does not, and planning a dossier's
    # row takes four times as long as reading it. Lists, whose values matter, say otherwise.
    "plan_cache_mode": "force_generic_plan",
}


@dataclass(frozen=True)
class Resources:
    """Held in the lifespan state under `resources`."""

    settings: Settings
    reading: AsyncConnectionPool[AsyncConnection]
    """One transaction is one snapshot: REPEATABLE READ, read only. On the replica if there is."""
    primary: AsyncConnectionPool[AsyncConnection]
    """The same snapshots where writes are made: what a mutation wrote is read again there."""
    writing: AsyncConnectionPool[AsyncConnection]
    """READ COMMITTED, for what is written beside a request: the last use of a token."""
    base: Base
    """READ COMMITTED too: the transactions of mutations."""
    redis: Redis
    storage: Storage
    signataire: Signataire
    limites: Limites

    @property
    def coffre(self) -> Coffre:
        return Coffre(self.settings.require("secret"))

    @property
    def televersements(self) -> Televersements:
        return Televersements(
            self.base,
            self.storage,
            self.signataire,
            self.settings.url,
            direct=self.settings.televersement == "direct",
        )


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open everything without waiting: a web process starts even if PostgreSQL is away."""
    primary = settings.require("database_url")
    reading = _pool("reading", settings.database_replica_url or primary, READING, _snapshot)
    rereading = (
        _pool("primary", primary, READING, _snapshot) if settings.database_replica_url else reading
    )
    writing = _pool("writing", primary, WRITING, _plain)
    base = base_de_donnees.base(primary, CONNECTION, known(settings))
    redis = Redis.from_url(
        settings.require("redis_url"),
        socket_timeout=2,
        socket_connect_timeout=2,
        # Once, at once: a connection kept from before Valkey was restarted is only found dead here.
        retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionError,)),
    )
    storage = open_storage(settings)
    signataire = Signataire(settings.require("secret"))
    await asyncio.to_thread(storage.warm_up)
    async with AsyncExitStack() as opened:
        for part in {reading, rereading, writing}:
            await opened.enter_async_context(part)
        await opened.enter_async_context(redis)
        opened.push_async_callback(base.fermer)
        limites = Limites(redis, settings.api_limit)
        yield Resources(
            settings, reading, rereading, writing, base, redis, storage, signataire, limites
        )


def _pool(
    name: str,
    address: str,
    size: tuple[int, int],
    configure: Callable[[AsyncConnection], Awaitable[None]],
) -> Pool:
    least, most = size
    session = READING_SESSION if configure is _snapshot else SESSION
    return Pool(
        address,
        name=name,
        kwargs={**CONNECTION, "options": options_de(session)},
        min_size=least,
        max_size=most,
        configure=configure,
        # Give up early: the next request then tries at once, where the pool's own patience would
        # leave up to a minute between two tries after PostgreSQL is back.
        reconnect_timeout=3.0,
    )


async def _snapshot(connection: AsyncConnection) -> None:
    await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    await connection.set_read_only(True)


async def _plain(connection: AsyncConnection) -> None:
    await connection.set_isolation_level(IsolationLevel.READ_COMMITTED)
