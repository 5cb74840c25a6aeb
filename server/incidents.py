"""What a client gets when something breaks: never a trace, always an id to quote."""

from uuid import uuid4

import psycopg
import sqlalchemy.exc
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.storage import StorageUnavailable
from server.answers import error_answer
from server.logs import logger

RETRY_AFTER = "5"  # seconds; the embedded PostgreSQL is back from a crash in two

# PostgreSQL away, silent, full or out of connections, or the store: our client may try again.
UNAVAILABLE = (
    psycopg.OperationalError,
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.TimeoutError,
    StorageUnavailable,
)

log = logger("incidents")


class Incidents:
    """Turns what no one caught into 503 or 500. If the answer has begun, it is cut short."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except UNAVAILABLE as error:
            log.warning("indisponible", erreur=type(error).__name__)
            if begun:
                raise
            answer = error_answer(
                503,
                "Service Unavailable",
                "service_unavailable",
                headers={"Retry-After": RETRY_AFTER},
            )
            await answer(scope, receive, send)
        except Exception:
            exception_id = str(uuid4())
            log.exception("exception imprévue", exception_id=exception_id)
            if begun:
                raise
            answer = error_answer(
                500, "Internal Server Error", "internal_server_error", exception_id=exception_id
            )
            await answer(scope, receive, send)
