"""One connection, one REPEATABLE READ snapshot for a request: every list agrees with every other."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec
from psycopg import AsyncConnection, OperationalError
from psycopg.errors import QueryCanceled
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool

from resolvers.delai import Delai, DelaiDepasse
from resolvers.pool import Pool as Wires
from resolvers.statements import Asked, Command, Statement
from resolvers.wire import Wire

R = TypeVar("R", bound=tuple[Any, ...])
Pool = AsyncConnectionPool[AsyncConnection[Any]]

NOTHING: Mapping[str, Any] = {}
DEBUT: Asked = (Command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), NOTHING)
PLANNED_ANEW: Asked = (Command("SET LOCAL plan_cache_mode = force_custom_plan"), NOTHING)
PLANNED_ONCE: Asked = (Command("SET LOCAL plan_cache_mode = force_generic_plan"), NOTHING)
FIN: Asked = (Command("ROLLBACK"), NOTHING)

set_json_loads(msgspec.json.decode)  # jsonb comes back several times faster than by the default


class SnapshotSpent(Exception):
    """Something more is asked of a snapshot that was one trip: it would be of another one."""


class Snapshot:
    """Opened by the first statement, given back at the end. Loaders of one request may run
    concurrently; their statements take turns on the connection. `statements` counts them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._wire: Wire | None = None
        self._turn = asyncio.Lock()
        self._closed = False
        self._delai: Delai | None = None
        self._panne: OperationalError | None = None
        self._spent = False
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
        await self.renouveler()

    async def renouveler(self, pool: Pool | None = None) -> None:
        """End this snapshot: the next statement, if any, begins another, in `pool` if one is given."""
        async with self._turn:  # a resolver that an error left behind may be in the middle
            wire, self._wire = self._wire, None
            quitte, self._pool = self._pool, pool or self._pool
        if wire is None:
            return
        try:
            with suppress(OperationalError):  # closed: the pool replaces what comes back so
                await wire.trip([FIN])
        finally:
            await _given_back(quitte, wire)

    async def rows(self, statement: Statement[R], parameters: Mapping[str, Any]) -> list[R]:
        """The rows of one statement; see `together`."""
        [rows] = await self.together([(statement, parameters)])
        return rows

    async def together(self, asked: Sequence[Asked]) -> list[list[Any]]:
        """The rows of each statement, all sent in one trip. Raises psycopg.OperationalError when the
        database is away or silent, DelaiDepasse when no time is left; nobody then waits for it again.
        Once closed it gives none: a null that climbed to the root leaves resolvers behind, whose
        answers nobody reads, and a connection taken for them would never be given back.

        A trip that nobody waits for any more comes to its end all the same: an error cancels the
        resolvers beside it, and the others still need the connection."""
        trip = asyncio.ensure_future(self._together(asked))
        try:
            return await asyncio.shield(trip)
        except asyncio.CancelledError:
            trip.add_done_callback(_forgotten)
            raise

    async def _together(self, asked: Sequence[Asked]) -> list[list[Any]]:
        async with self._turn:
            if self._closed:
                return [[] for _ in asked]
            if self._panne is not None:
                raise self._panne
            if self._delai is not None:
                self._delai.verifier()
            try:
                return await self._ask(asked)
            except QueryCanceled as error:
                if self._delai is None:
                    raise
                self._delai.finir()
                raise DelaiDepasse from error
            except OperationalError as error:
                self._panne = error
                raise

    async def _ask(self, asked: Sequence[Asked]) -> list[list[Any]]:
        self.statements += len(asked)
        if not all(statement.name for statement, _ in asked):
            asked = [PLANNED_ANEW, *asked, PLANNED_ONCE]
        if self._spent:
            raise SnapshotSpent
        if self._wire is None:
            self._wire = await _lent(self._pool)
            asked = [DEBUT, *asked]
        return await self._wire.trip(asked)

    async def alone(self, asked: Sequence[Asked]) -> list[list[Any]]:
        """The rows of all that a request will ever ask: one trip, which is the whole snapshot, and
        needs neither a beginning nor an end. Raises psycopg.Error.
        """
        self._spent = True
        self.statements += len(asked)
        wire = await _lent(self._pool)
        try:
            return await wire.trip(asked)
        finally:
            await _given_back(self._pool, wire)


def _forgotten(trip: asyncio.Future[Any]) -> None:
    """Its error is nobody's: those who still wait meet it by themselves."""
    if not trip.cancelled():
        trip.exception()


async def _lent(pool: Pool) -> Wire:
    return await pool.lend() if isinstance(pool, Wires) else Wire.of(await pool.getconn()).open()


async def _given_back(pool: Pool, wire: Wire) -> None:
    if not isinstance(pool, Wires):
        wire.close()
    await pool.putconn(wire.connection)
