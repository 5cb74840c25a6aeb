"""The documents of a dossier for its expert: what he may read of it, on paper and in a zip (rules 8.8.7)."""

from starlette.routing import Route

from resolvers.bureau.documents_d_expert import DocumentDExpert
from server.documents.expert.porte import Porte

CHEMIN = "/expert/dossiers"


def routes() -> list[Route]:
    return [
        Route(f"{CHEMIN}/{document}{suite}", Porte(document).repondre, methods=["GET"])
        for document in DocumentDExpert
        for suite in ("", "/{passe:path}")
    ]
