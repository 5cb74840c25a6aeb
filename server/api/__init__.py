"""The API door: POST /api/v2/graphql, with a token."""

from starlette.routing import Route

from server.api.endpoint import Endpoint

CHEMIN = "/api/v2/graphql"


def routes() -> list[Route]:
    # Any method is ours to answer: what is not a POST is told that there is no such route (api 1).
    return [Route(CHEMIN, Endpoint(), name="api")]
