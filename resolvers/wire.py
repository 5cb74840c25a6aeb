"""A connection spoken to in libpq's own terms: a trip sends all its statements at once, prepared, and
waits once for all their rows.

psycopg's cursors are for everybody: they ask the loop for the socket at each step, and read each
statement anew. Here they cost three times what the trip itself costs (ADR 0018). psycopg still makes
the connections, keeps them, and turns what PostgreSQL sends into Python's values.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any, Self

from psycopg import AsyncConnection, OperationalError
from psycopg.abc import Transformer
from psycopg.adapt import Transformer as transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from resolvers.patience import PATIENCE
from resolvers.statements import Asked, Command, Statement

PLACE = "_guichet_wire"


class Wire:
    """Belongs to one connection for its life, and knows what is prepared on it. Between `open` and
    `close` the connection is the wire's alone; one trip at a time."""

    __slots__ = (
        "_answers",
        "_error",
        "_expected",
        "_loop",
        "_open",
        "_pgconn",
        "_readers",
        "_socket",
        "_trip",
        "connection",
    )

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self.connection = connection
        self._pgconn = connection.pgconn
        self._readers: dict[bytes, Transformer] = {}
        self._trip: asyncio.Future[list[list[Any]]] | None = None
        self._open = False

    @classmethod
    def of(cls, connection: AsyncConnection[Any]) -> "Wire":
        """The wire of this connection, the same each time it is lent."""
        held: dict[str, Any] = vars(connection)
        wire: Wire | None = held.get(PLACE)
        if wire is None:
            wire = held[PLACE] = cls(connection)
        return wire

    def open(self) -> Self:
        if self._open:
            return self
        self._open = True
        self._loop = asyncio.get_running_loop()
        self._socket = self._pgconn.socket
        self._pgconn.enter_pipeline_mode()
        self._loop.add_reader(self._socket, self._readable)
        return self

    def close(self) -> None:
        """The connection is psycopg's again: closed, if a trip did not come to its end."""
        if not self._open:
            return
        if self._trip is not None:
            self._lose(OperationalError("left in the middle of a trip"))
            return
        self._open = False
        self._loop.remove_reader(self._socket)
        self._pgconn.exit_pipeline_mode()

    async def trip(self, asked: Sequence[Asked]) -> list[list[Any]]:
        """The rows of each statement, commands having none. Outside a transaction they make one, which
        ends with them. Raises what PostgreSQL refuses; OperationalError, the connection being closed, if it is away or silent."""
        self._answers: list[list[Any]] = []
        self._error: Exception | None = None
        self._expected: deque[Statement[Any] | Command | bytes] = deque()
        trip: asyncio.Future[list[list[Any]]] = self._loop.create_future()
        self._trip = trip
        patience = self._loop.call_later(PATIENCE, self._silent)
        try:
            self._send(asked)
            return await trip
        except asyncio.CancelledError:
            self._lose(OperationalError("nobody waits for it any more"))
            raise
        finally:
            patience.cancel()
            self._trip = None

    def _send(self, asked: Sequence[Asked]) -> None:
        pgconn, readers, expected = self._pgconn, self._readers, self._expected
        for statement, parameters in asked:
            name = statement.name
            if not name:
                pgconn.send_query_params(statement.text, statement.encode(parameters))
            else:
                if name not in readers and name not in expected:
                    pgconn.send_prepare(name, statement.text)
                    expected.append(name)
                pgconn.send_query_prepared(name, statement.encode(parameters))
            expected.append(statement)
        pgconn.pipeline_sync()
        if pgconn.flush():
            self._loop.add_writer(self._socket, self._writable)

    def _writable(self) -> None:
        try:
            if not self._pgconn.flush():
                self._loop.remove_writer(self._socket)
        except OperationalError as error:
            self._lose(error)

    def _readable(self) -> None:
        pgconn, nothing = self._pgconn, 0
        try:
            pgconn.consume_input()
            while self._trip is not None and not pgconn.is_busy() and nothing < 2:
                result = pgconn.get_result()
                nothing = nothing + 1 if result is None else 0  # once between two statements
                if result is not None:
                    self._receive(result)
        except OperationalError as error:
            self._lose(error)
        except Exception as error:  # a value that psycopg cannot read: a bug, for who asked
            self._lose(OperationalError(f"unreadable answer: {error!r}"))

    def _receive(self, result: PGresult) -> None:
        """Rows are read as they come, while PostgreSQL works on the statements that follow."""
        status = result.status
        if status == ExecStatus.PIPELINE_SYNC:
            self._arrive()
            return
        if status == ExecStatus.FATAL_ERROR and self._error is None:
            self._error = error_from_result(result)
            if self._pgconn.status:
                self._lose(self._error)
        if not self._expected:
            return
        asked = self._expected.popleft()
        if isinstance(asked, bytes):
            if status == ExecStatus.COMMAND_OK:
                self._readers[asked] = transformer.from_context(self.connection)
        elif status == ExecStatus.TUPLES_OK and isinstance(asked, Statement):
            self._answers.append(self._rows(asked, result))

    def _rows(self, statement: Statement[Any], result: PGresult) -> list[Any]:
        count = result.ntuples
        if not count:
            return []
        reader = self._readers.get(statement.name)
        if reader is None:
            reader = transformer.from_context(self.connection)
        # How its columns are read is worked out once: they do not change while it is prepared.
        reader.set_pgresult(result, set_loaders=reader.pgresult is None)
        return reader.load_rows(0, count, statement.make)

    def _arrive(self) -> None:
        trip, self._trip = self._trip, None
        if trip is None or trip.done():
            return
        if self._error is None:
            trip.set_result(self._answers)
        else:
            trip.set_exception(self._error)

    def _silent(self) -> None:
        self._lose(OperationalError("PostgreSQL does not answer"))

    def _lose(self, error: Exception) -> None:
        """Close the connection at once: nothing can be known of it any more."""
        self._open = False
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._pgconn.finish()
        self._error = error
        self._arrive()
