"""One connection, one REPEATABLE READ snapshot for a request: every list agrees with every other."""

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec
from psycopg import AsyncConnection, AsyncCursor, OperationalError
from psycopg.errors import QueryCanceled
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool

from resolvers.delai import Delai, DelaiDepasse
from resolvers.patience import patience
from resolvers.statements import Statement

R = TypeVar("R", bound=tuple[Any, ...])
Asked = tuple[Statement[Any], Mapping[str, Any]]

set_json_loads(msgspec.json.decode)  # jsonb comes back several times faster than by the default


class Snapshot:
    """Opened by the first statement, given back at the end. Loaders of one request may run
    concurrently; their statements take turns on the connection. `statements` counts them."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool
        self._connection: AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()
        self._closed = False
        self._delai: Delai | None = None
        self._panne: OperationalError | None = None
        self.statements = 0

    def limiter(self, delai: Delai) -> None:
        """What is read from now on is read within `delai`."""
        self._delai = delai

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closed = True
        async with self._turn:  # a resolver that an error left behind may be in the middle
            connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            async with patience():
                await connection.rollback()
        except Exception:
            await connection.close()  # the pool replaces a connection that comes back closed
        finally:
            await self._pool.putconn(connection)

    async def rows(self, statement: Statement[R], parameters: Mapping[str, Any]) -> list[R]:
        """The rows of one statement; see `together`."""
        [rows] = await self.together([(statement, parameters)])
        return rows

    async def together(self, asked: Sequence[Asked]) -> list[list[Any]]:
        """The rows of each statement, all sent in one trip. Raises psycopg.OperationalError when the
        database is away or silent, DelaiDepasse when no time is left; nobody then waits for it again.
        Once closed it gives none: a null that climbed to the root leaves resolvers behind, whose
        answers nobody reads, and a connection taken for them would never be given back."""
        async with self._turn:
            if self._closed:
                return [[] for _ in asked]
            if self._panne is not None:
                raise self._panne
            if self._delai is not None:
                self._delai.verifier()
            try:
                async with patience():
                    return await self._together(asked)
            except QueryCanceled as error:
                if self._delai is None:
                    raise
                self._delai.finir()
                raise DelaiDepasse from error
            except OperationalError as error:
                self._panne = error
                raise

    async def _together(self, asked: Sequence[Asked]) -> list[list[Any]]:
        begun = self._connection is not None
        if self._connection is None:
            self._connection = await self._pool.getconn()
        connection = self._connection
        self.statements += len(asked)
        if begun and len(asked) == 1:
            [cursor] = [await _execute(connection, *each) for each in asked]
            return [await cursor.fetchall()]
        async with connection.pipeline():  # the first statement takes the BEGIN along
            cursors = [await _execute(connection, *each) for each in asked]
            return [await cursor.fetchall() for cursor in cursors]


async def _execute(
    connection: AsyncConnection[Any], statement: Statement[R], parameters: Mapping[str, Any]
) -> AsyncCursor[R]:
    cursor = connection.cursor(row_factory=statement.row_factory)
    return await cursor.execute(statement.sql.encode(), statement.parameters(parameters))
