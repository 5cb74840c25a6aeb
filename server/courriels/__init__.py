"""What the trial mail box was given, as pages: for whoever tries Guichet on his own machine."""

from starlette.routing import Route

from server.courriels.pages import brut, liste, un

CHEMIN = "/courriels"


def routes() -> list[Route]:
    return [
        Route(CHEMIN, liste, methods=["GET"]),
        Route(f"{CHEMIN}/{{nom}}.eml", brut, methods=["GET"]),
        Route(f"{CHEMIN}/{{nom}}", un, methods=["GET"]),
    ]
