"""What anybody may ask without a token: statistics, descriptions, and dossiers begun (api 12)."""

from starlette.routing import Route

from server.public.description import Description
from server.public.prefill import Prefill
from server.public.statistiques import Statistiques

CHEMIN = "/api/public/v1/demarches/{id}"


def routes() -> list[Route]:
    prefill = Prefill()
    return [
        Route("/preremplir/{chemin}/schema", Description().repondre, methods=["GET"]),
        Route(f"{CHEMIN}/dossiers", prefill.creer, methods=["POST"]),
        Route(f"{CHEMIN}/dossiers", prefill.lire, methods=["GET"]),
        Route(f"{CHEMIN}/stats", Statistiques().repondre, methods=["GET"]),
    ]
