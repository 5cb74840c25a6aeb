"""GET of a document of an expert. The pass names an avis and an account: both are read again at each use, and
an avis that was revoked a moment ago opens nothing."""

import asyncio
from datetime import UTC, datetime
from urllib.parse import quote

from psycopg import OperationalError
from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse

from adapters.signatures import SignatureRefusee
from exports import pdf
from resolvers.bureau.documents_d_expert import DocumentDExpert
from resolvers.delai import DelaiDepasse
from server.api import passe_d_expert
from server.documents.expert import archive
from server.documents.expert.impression import composer
from server.documents.expert.lecture import Lu, lire_dossier
from server.documents.telechargement import A_ENREGISTRER, A_LA_FOIS, ferme
from server.resources import Resources


class Porte:
    """Of one kind of document."""

    def __init__(self, document: DocumentDExpert) -> None:
        self._document = document
        self._places = asyncio.Semaphore(A_LA_FOIS)

    async def repondre(self, http: HttpRequest) -> Response:
        """401 without a word for whatever does not open, as for other documents."""
        resources: Resources = http.state.resources
        try:
            texte = http.path_params.get("passe", "")
            passe = passe_d_expert.lire(
                resources.signataire, texte, self._document, at=datetime.now(UTC)
            )
            lu = await lire_dossier(resources, *passe)
        except SignatureRefusee:
            return ferme()
        except DelaiDepasse as error:
            raise OperationalError from error
        return ferme() if lu is None else await self._ecrire(lu, resources)

    async def _ecrire(self, lu: Lu, resources: Resources) -> Response:
        at = datetime.now(UTC)
        nom = quote(self._document.nom(lu.dossier.id), "")
        entetes = {"Content-Disposition": f"attachment; filename*=UTF-8''{nom}", **A_ENREGISTRER}
        type_mime = self._document.type_mime
        if self._document is DocumentDExpert.zip:
            analyses = resources.settings.clamd_url is not None
            octets = archive.ecrire(lu, resources.storage, analyses=analyses, edite_le=at)
            return StreamingResponse(octets, media_type=type_mime, headers=entetes)
        imprime = composer(lu, edite_le=at)
        async with self._places:
            contenu = await asyncio.to_thread(pdf.composer, imprime)
        return Response(contenu, media_type=type_mime, headers=entetes)
