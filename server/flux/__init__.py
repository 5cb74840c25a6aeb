"""GET /flux: what changes while one looks (ADR 0030)."""

from starlette.routing import Route

from server.flux.diffusion import Diffusion
from server.flux.route import Flux

CHEMIN = "/flux"

__all__ = ["Diffusion", "routes"]


def routes(diffusion: Diffusion) -> list[Route]:
    route = Route(CHEMIN, Flux(diffusion).suivre, methods=["GET"])
    if route.methods is not None:
        route.methods.discard("HEAD")  # there is no stream without a body
    return [route]
