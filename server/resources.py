"""What a web process holds open: connections to PostgreSQL, Valkey and S3."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection, IsolationLevel, OperationalError
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError

from adapters.signatures import Signataire
from adapters.storage import S3Storage, Storage
from server.limites import Limites
from server.settings import Settings

POOL_TIMEOUT = 2.0  # seconds to wait for a connection before answering 503
READING = (2, 16)  # least and most connections, per web process
WRITING = (1, 8)

SESSION = {
    "TimeZone": "Europe/Paris",  # the calendar of every rule is that of metropolitan France
    "statement_timeout": "7500ms",  # before our own patience, which would close the connection
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
CONNECTION: dict[str, Any] = {  # passed on as keywords of several types
    "application_name": "guichet",
    "connect_timeout": 3,
    "options": " ".join(f"-c {name}={value}" for name, value in SESSION.items()),
    # A server that went silent is dropped by the kernel, rather than waited for without end.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}


@dataclass(frozen=True)
class Resources:
    """Held in the lifespan state under `resources`."""

    settings: Settings
    reading: AsyncConnectionPool[AsyncConnection]
    """One transaction is one snapshot: REPEATABLE READ, read only. On the replica if there is."""
    writing: AsyncConnectionPool[AsyncConnection]
    """READ COMMITTED, for mutations."""
    redis: Redis
    storage: Storage
    signataire: Signataire
    limites: Limites


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open everything without waiting: a web process starts even if PostgreSQL is away."""
    primary = settings.require("database_url")
    reading = _pool("reading", settings.database_replica_url or primary, READING, _snapshot)
    writing = _pool("writing", primary, WRITING, _plain)
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
    async with reading, writing, redis:
        limites = Limites(redis, settings.api_limit)
        yield Resources(settings, reading, writing, redis, storage, signataire, limites)


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
) -> AsyncConnectionPool[AsyncConnection]:
    least, most = size
    return AsyncConnectionPool(
        address,
        name=name,
        kwargs=CONNECTION,
        min_size=least,
        max_size=most,
        open=False,
        configure=configure,
        check=_alive,
        reset=_used,
        timeout=POOL_TIMEOUT,
        # Give up early: the next request then tries at once, where the pool's own patience would
        # leave up to a minute between two tries after PostgreSQL is back.
        reconnect_timeout=3.0,
    )


# When each connection last came back in good health, in seconds of the loop's clock.
_seen: WeakKeyDictionary[AsyncConnection, float] = WeakKeyDictionary()
FRESH = 1.0  # seconds during which a connection is believed without being asked


async def _used(connection: AsyncConnection) -> None:
    _seen[connection] = monotonic()


async def _alive(connection: AsyncConnection) -> None:
    """The pool's own check of a connection it lends, bounded: a silent server answers nothing. Under
    load nearly every connection has just been used: asking again would cost a small request half
    its time, and whoever finds it dead asks for another (`Snapshot`).

    Raises OperationalError. Interrupted once, psycopg asks the server to cancel and waits for it;
    interrupted twice it closes the connection, which is what we want here.
    """
    if monotonic() - _seen.get(connection, -FRESH) < FRESH:
        return
    check = asyncio.create_task(AsyncConnectionPool.check_connection(connection))
    try:
        await asyncio.wait({check}, timeout=POOL_TIMEOUT)
    finally:
        while not check.done():
            check.cancel()
            await asyncio.wait({check}, timeout=0.05)
    if check.cancelled():
        raise OperationalError("the server does not answer")
    check.result()


async def _snapshot(connection: AsyncConnection) -> None:
    await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    await connection.set_read_only(True)


async def _plain(connection: AsyncConnection) -> None:
    await connection.set_isolation_level(IsolationLevel.READ_COMMITTED)
