"""/livez says that this process runs, /readyz that it can work, /metrics how it goes."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress

import psycopg
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server.alarmes import alarmes
from server.resources import CONNECTION, Resources

PATIENCE = 2.0  # seconds given to each part, all of them asked at once


async def livez(request: Request) -> Response:
    return JSONResponse({"statut": "ok"})


async def readyz(request: Request) -> Response:
    """200 when every part answers, 503 naming those that do not, within PATIENCE either way."""
    resources: Resources = request.state.resources
    states = await asyncio.gather(*(_state(probe, resources) for probe in PROBES.values()))
    parts = dict(zip(PROBES, states, strict=True))
    ready = all(state == "ok" for state in states)
    return JSONResponse(
        {"statut": "ok" if ready else "indisponible", "parties": parts},
        status_code=200 if ready else 503,
    )


async def metrics(request: Request) -> Response:
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # web processes of one supervisor: see it
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    resources: Resources = request.state.resources
    mesures = generate_latest(registry) + await alarmes(resources.reading)
    return Response(mesures, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _state(probe: Callable[[Resources], Awaitable[None]], resources: Resources) -> str:
    """A probe is left behind rather than waited for: cancelling one may itself hang."""
    task = asyncio.ensure_future(probe(resources))
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    if not done:
        task.cancel()
        task.add_done_callback(_forget)
        return "muet"
    return "en panne" if task.exception() else "ok"


def _forget(task: "asyncio.Future[None]") -> None:
    """Read the outcome of a late probe, or asyncio reports it as an error nobody looked at."""
    with suppress(BaseException):
        task.result()


async def _postgresql(resources: Resources) -> None:
    """By a connection of its own: a busy pool is not a server away."""
    address = resources.settings.require("database_url")
    connection = await psycopg.AsyncConnection.connect(address, **CONNECTION)
    try:
        await connection.execute("SELECT 1")
    finally:
        await connection.close()


async def _valkey(resources: Resources) -> None:
    await resources.redis.ping()


async def _s3(resources: Resources) -> None:
    await asyncio.to_thread(resources.storage.ping)


PROBES: dict[str, Callable[[Resources], Awaitable[None]]] = {
    "postgresql": _postgresql,
    "valkey": _valkey,
    "s3": _s3,
}
ROUTES = [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]
