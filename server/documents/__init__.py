"""The PDF and the GeoJSON of a dossier, behind addresses that open by themselves (api 11)."""

from starlette.routing import Route

from domain.dossiers.documents import Document
from server.documents import expert
from server.documents.telechargement import Telechargement

CHEMIN = "/api/v2/dossiers"


def routes() -> list[Route]:
    """Whatever follows the document's name is taken for its pass, nothing included: a wrong one is
    refused in one way only."""
    documents = [
        Route(f"{CHEMIN}/{document}{suite}", Telechargement(document).repondre, methods=["GET"])
        for document in Document
        for suite in ("", "/{passe:path}")
    ]
    return [*documents, *expert.routes()]
