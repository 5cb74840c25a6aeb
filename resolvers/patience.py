"""How long PostgreSQL is waited for. One that accepts and never answers must not hold a request for
ever, nor the pool (reliability M11)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg import OperationalError

PATIENCE = 8.0  # seconds; a server that lives has given up by itself before (`statement_timeout`)
ADIEU = 0.5  # seconds more for it to confirm that it stops


@asynccontextmanager
async def patience() -> AsyncIterator[None]:
    """Raises psycopg.OperationalError when what is inside lasts too long.

    Interrupted once, psycopg asks the server to cancel and waits for it; interrupted twice, it closes
    the connection, which is all that can be done with a silent server.
    """
    try:
        async with asyncio.timeout(PATIENCE + ADIEU), asyncio.timeout(PATIENCE):
            yield
    except TimeoutError as error:
        raise OperationalError("PostgreSQL does not answer") from error
