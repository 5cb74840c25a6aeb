"""One log line and one measure a request: what route, what answer, how long. Never what was said."""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logs import logger
from server.metrics import HTTP_DURATION, HTTP_REQUESTS

GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# Asked for every few seconds by machines: they tell something only when they fail.
ROUTINE = frozenset({"/livez", "/readyz", "/metrics"})

log = logger("requetes")


class RequestLog:
    """Gives each request an id, kept from the proxy before us if it has one, and tells of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid4().hex
        status = 0
        started = time.perf_counter()

        async def mark(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(requete=request_id):
            try:
                await self.app(scope, receive, mark)
            finally:
                _tell(scope, status, time.perf_counter() - started)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "inconnue")
    HTTP_REQUESTS.labels(route, scope["method"], status).inc()
    HTTP_DURATION.labels(route).observe(seconds)
    if route not in ROUTINE or status != 200:
        log.info(
            "requête",
            methode=scope["method"],
            # What stands for a parameter of the route may open something by itself: it is not told.
            chemin=route if scope.get("path_params") else scope["path"],
            statut=status,
            duree_ms=round(seconds * 1000, 1),
        )
