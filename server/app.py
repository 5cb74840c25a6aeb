"""The web application: routes, and what each request passes through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from server import (
    api,
    connexion,
    courriels,
    documents,
    fichiers,
    flux,
    health,
    public,
    session,
    televersements,
)
from server.answers import error_answer
from server.compression import Compression
from server.incidents import Incidents
from server.request_log import RequestLog
from server.resources import Resources, open_resources
from server.settings import Settings


class State(TypedDict):
    """What a request finds in `request.state`."""

    resources: Resources


def create_app(settings: Settings) -> Starlette:
    diffusion = flux.Diffusion()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[State]:
        async with open_resources(settings) as resources, diffusion.ecoutant(resources):
            yield {"resources": resources}

    app = Starlette(
        routes=[
            *health.ROUTES,
            *api.routes(),
            *connexion.routes(),
            *courriels.routes(),
            *documents.routes(),
            *public.routes(),
            *session.routes(),
            *televersements.routes(),
            *fichiers.routes(),
            *flux.routes(diffusion),
        ],
        middleware=[Middleware(RequestLog), Middleware(Compression), Middleware(Incidents)],
        exception_handlers={HTTPException: _refused},
        lifespan=lifespan,
    )
    app.state.flux = diffusion
    return app


async def _refused(request: Request, error: Exception) -> Response:
    """Starlette's own refusals: no such route, not this method."""
    assert isinstance(error, HTTPException)
    code = error.detail.lower().replace(" ", "_")
    return error_answer(error.status_code, error.detail, code, headers=dict(error.headers or {}))
