"""One connection, one REPEATABLE READ snapshot for a request: every list agrees with every other."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool

from resolvers.statements import Statement

R = TypeVar("R", bound=tuple[Any, ...])

# A PostgreSQL that accepts and never answers must not hold a request for ever (reliability M11).
PATIENCE = 8.0  # seconds


class Snapshot:
    """Opened by the first statement, given back at the end. Loaders of one request may run
    concurrently; their statements take turns on the connection. `statements` counts them."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool
        self._connection: AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()
        self.statements = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await connection.rollback()
        except Exception:
            await connection.close()  # the pool replaces a connection that comes back closed
        finally:
            await self._pool.putconn(connection)

    async def rows(self, statement: Statement[R], parameters: Mapping[str, Any]) -> list[R]:
        """The rows of `statement`. Raises psycopg.OperationalError when the database is away or
        silent, after which the snapshot is of no use."""
        async with self._turn:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._rows(statement, parameters)
            except TimeoutError as error:
                raise OperationalError("PostgreSQL does not answer") from error

    async def _rows(self, statement: Statement[R], parameters: Mapping[str, Any]) -> list[R]:
        if self._connection is None:
            self._connection = await self._pool.getconn()
        self.statements += 1
        async with self._connection.cursor(row_factory=statement.row_factory) as cursor:
            await cursor.execute(statement.sql.encode(), statement.parameters(parameters))
            return await cursor.fetchall()
