"""PUT of an announced file, at an address that opens by itself for an hour (api 10.19)."""

from starlette.routing import Route

from server.televersements.depot import Depot

CHEMIN = "/televersements"


def routes() -> list[Route]:
    """Whatever follows is taken for the pass, nothing included: a wrong one is refused in one way."""
    depot = Depot()
    return [
        Route(f"{CHEMIN}{suite}", depot.repondre, methods=["PUT"])
        for suite in ("", "/{passe:path}")
    ]
