"""What a web process holds open: connections to PostgreSQL, Valkey and S3."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection, IsolationLevel
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError

from adapters import base_de_donnees
from adapters.base_de_donnees import Base
from adapters.coffre import Coffre
from adapters.s3 import S3Storage
from adapters.signatures import Signataire
from adapters.storage import Storage
from domain.courriels.plateforme import PLATEFORME
from domain.expirations.comptes import COMPTES_INACTIFS
from resolvers.pool import Pool
from resolvers.televersements import Televersements
from server.limites import Limites
from server.plateforme import plateforme_de
from server.settings import Settings

READING = (2, 16)  # least and most connections, per web process
WRITING = (1, 8)

SESSION = {
    "TimeZone": "Europe/Paris",  # the calendar of every rule is that of metropolitan France
    "statement_timeout": "7500ms",  # before our own patience, which would close the connection
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
READING_SESSION = {
    **SESSION,
    # A trip outside a transaction is one of its own, and a snapshot as the others are.
    "default_transaction_isolation": r"repeatable\ read",
    "default_transaction_read_only": "on",
    # What is prepared is planned once: its keys change, its shape does not, and planning a dossier's
    # row takes four times as long as reading it. Lists, whose values matter, say otherwise.
    "plan_cache_mode": "force_generic_plan",
}
# Background work looks at many rows at once, and holds its row while it waits for a store or a scan.
BACKGROUND = {
    **SESSION,
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "0",
}


def _options(session: dict[str, str]) -> str:
    return " ".join(f"-c {name}={value}" for name, value in session.items())


CONNECTION: dict[str, Any] = {  # passed on as keywords of several types
    "application_name": "guichet",
    "connect_timeout": 3,
    "options": _options(SESSION),
    # A server that went silent is dropped by the kernel, rather than waited for without end.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
WORKING: dict[str, Any] = {**CONNECTION, "options": _options(BACKGROUND)}


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


def known(settings: Settings) -> dict[str, Any]:
    """What acts may know of this installation: its addresses, which mails lead to, and its limits."""
    return {
        PLATEFORME: plateforme_de(settings),
        COMPTES_INACTIFS: settings.inactive_accounts,
    }


def open_storage(settings: Settings) -> S3Storage:
    return S3Storage(
        endpoint_url=settings.require("s3_endpoint_url"),
        access_key_id=settings.require("s3_access_key_id"),
        secret_access_key=settings.require("s3_secret_access_key"),
        bucket=settings.s3_bucket,
        region=settings.s3_region,
        public_endpoint_url=settings.s3_public_endpoint_url,
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
        kwargs={**CONNECTION, "options": _options(session)},
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
