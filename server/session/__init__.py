"""POST /graphql: the same schema, for whoever is signed in."""

from starlette.routing import Route

from server.session.endpoint import Endpoint

CHEMIN = "/graphql"


def routes() -> list[Route]:
    return [Route(CHEMIN, Endpoint().repondre, methods=["POST"])]
