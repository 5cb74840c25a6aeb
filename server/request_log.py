"""One log line and one measure a request: what route, what answer, how long. Never what was said."""

import re
import time
from functools import lru_cache
from uuid import uuid4

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logs import Facts
from server.metrics import HTTP_DURATION, HTTP_REQUESTS

GIVEN = b"x-request-id"
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# Asked for every few seconds by machines: they tell something only when they fail.
ROUTINE = frozenset({"/livez", "/readyz", "/metrics"})

log = Facts("requetes")


class RequestLog:
    """Gives each request an id, kept from the proxy before us if it has one, and tells of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = _given(scope)
        request_id = given if GIVEN_ID.fullmatch(given) else uuid4().hex
        status = 0
        started = time.perf_counter()

        async def mark(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (GIVEN, request_id.encode())]
            await send(message)

        told = structlog.contextvars.bind_contextvars(requete=request_id)
        try:
            await self.app(scope, receive, mark)
        finally:
            _tell(scope, status, time.perf_counter() - started)
            structlog.contextvars.reset_contextvars(**told)


def _given(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == GIVEN:
            given: str = value.decode("latin-1")
            return given
    return ""


@lru_cache(maxsize=1024)
def _measures(route: str, method: str, status: int) -> tuple[Counter, Histogram]:
    """Looking labels up costs more than counting."""
    return HTTP_REQUESTS.labels(route, method, status), HTTP_DURATION.labels(route)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "inconnue")
    count, duration = _measures(route, scope["method"], status)
    count.inc()
    duration.observe(seconds)
    if route not in ROUTINE or status != 200:
        log.tell(
            "requête",
            methode=scope["method"],
            # What stands for a parameter of the route may open something by itself: it is not told.
            chemin=route if scope.get("path_params") else scope["path"],
            statut=status,
            duree_ms=round(seconds * 1000, 1),
        )
