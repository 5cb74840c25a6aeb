"""Connections to PostgreSQL, kept warm: what a request gives back the next one takes, as it is."""

import asyncio
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection, OperationalError
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool

from resolvers.wire import Wire

PATIENCE = 2.0  # seconds to wait for a connection before answering 503
FRESH = 1.0  # seconds during which a connection is believed without being asked
AWAY = 60.0  # seconds after which it goes through the pool again, which replaces the old ones


class Pool(AsyncConnectionPool[AsyncConnection]):
    """psycopg's, before which connections just used wait for the next request, the last first: its own
    queue, checks and workers cost a small request a quarter of its time. Nobody who waits in that
    queue is passed over."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options, timeout=PATIENCE, check=self._alive, open=False)
        self._fresh: list[AsyncConnection] = []
        self._left: WeakKeyDictionary[AsyncConnection, float] = WeakKeyDictionary()
        self._seen: WeakKeyDictionary[AsyncConnection, float] = WeakKeyDictionary()

    async def lend(self) -> Wire:
        """A connection by its wire, which stays open from one request to the next."""
        return Wire.of(await self._lent(None)).open()

    async def getconn(self, timeout: float | None = None) -> AsyncConnection:  # noqa: ASYNC109
        connection = await self._lent(timeout)
        Wire.of(connection).close()
        return connection

    async def _lent(self, patience: float | None) -> AsyncConnection:
        while self._fresh:
            connection = self._fresh.pop()
            if self._is_fresh(connection):
                return connection
            await self._put_away(connection)
        connection = await super().getconn(patience)
        self._left[connection] = monotonic()
        return connection

    async def putconn(self, connection: AsyncConnection) -> None:
        now = monotonic()
        self._seen[connection] = now
        if (
            self.closed
            or self._waiting
            or connection.pgconn.transaction_status != TransactionStatus.IDLE
            or now - self._left.get(connection, 0.0) > AWAY
        ):
            await self._put_away(connection)
        else:
            self._fresh.append(connection)

    async def close(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        while self._fresh:
            await self._put_away(self._fresh.pop())
        await super().close(timeout)

    async def _put_away(self, connection: AsyncConnection) -> None:
        Wire.of(connection).close()
        await super().putconn(connection)

    def _is_fresh(self, connection: AsyncConnection) -> bool:
        return monotonic() - self._seen.get(connection, -FRESH) < FRESH and not connection.closed

    async def _alive(self, connection: AsyncConnection) -> None:
        """The pool's own check of a connection it lends, bounded: a silent server answers nothing.

        Raises OperationalError. Interrupted once, psycopg asks the server to cancel and waits for it;
        interrupted twice it closes the connection, which is what we want here.
        """
        if self._is_fresh(connection):
            return
        check = asyncio.create_task(AsyncConnectionPool.check_connection(connection))
        try:
            await asyncio.wait({check}, timeout=PATIENCE)
        finally:
            while not check.done():
                check.cancel()
                await asyncio.wait({check}, timeout=0.05)
        if check.cancelled():
            raise OperationalError("the server does not answer")
        check.result()
