"""GET of a document: the pass, the rights of this moment, the rows, the bytes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from psycopg import OperationalError
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from adapters.signatures import SignatureRefusee
from domain.dossiers.documents import Document
from exports import geojson, pdf
from resolvers import jetons, sessions
from resolvers.delai import DelaiDepasse
from resolvers.dossiers import DOSSIER, DossierRow
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from resolvers.viewer import Viewer
from server.api import laissez_passer
from server.api.laissez_passer import LaissezPasser
from server.api.liens import liens_de
from server.documents import impression, zones
from server.resources import Resources

# A document takes a core for 0.1 s, a monstrous one for some seconds: requests go on beside.
A_LA_FOIS = 2

JAMAIS_GARDE = {"Cache-Control": "no-store"}
# Bytes that people wrote: to be saved, not to be shown as a page of ours.
A_ENREGISTRER = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    **JAMAIS_GARDE,
}


class Fabrique(NamedTuple):
    """`lire` takes the rows in the request's snapshot; `ecrire` makes bytes of them, in a thread."""

    lire: Callable[[Request, DossierRow], Awaitable[Any]]
    ecrire: Callable[[Any], bytes]


FABRIQUES = {
    Document.pdf: Fabrique(impression.lire, pdf.composer),
    Document.geojson: Fabrique(zones.lire, geojson.ecrire),
}


class Telechargement:
    """The door of one kind of document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._fabrique = FABRIQUES[document]
        self._places = asyncio.Semaphore(A_LA_FOIS)

    async def repondre(self, http: HttpRequest) -> Response:
        """401 without a word for whatever does not open: what is wrong is nobody's business (14.10)."""
        resources: Resources = http.state.resources
        try:
            passe = laissez_passer.lire(
                resources.signataire,
                http.path_params.get("passe", ""),
                self._document,
                at=datetime.now(UTC),
            )
        except SignatureRefusee:
            return ferme()
        try:
            contenu = await self._lire(passe, http, resources)
        except DelaiDepasse as error:  # for whoever downloads, too slow is away: 503
            raise OperationalError from error
        if contenu is None:
            return ferme()
        async with self._places:
            octets = await asyncio.to_thread(self._fabrique.ecrire, contenu)
        nom = quote(self._document.nom(passe.dossier_id), "")
        return Response(
            octets,
            media_type=self._document.type_mime,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{nom}",
                **A_ENREGISTRER,
            },
        )

    async def _lire(
        self, passe: LaissezPasser, http: HttpRequest, resources: Resources
    ) -> Any | None:
        """The document's content; None when the token no longer sees the dossier. The connection is
        given back before the bytes are made."""
        async with Snapshot(resources.reading) as snapshot:
            adresse = http.client.host if http.client else "0.0.0.0"
            viewer = await _de(passe, snapshot, adresse)
            if viewer is None:
                return None
            now = datetime.now(UTC)
            request = Request(
                viewer=viewer,
                snapshot=snapshot,
                liens=liens_de(resources, viewer, now),
                now=now,
            )
            dossier = await request.load(DOSSIER, passe.dossier_id)
            return None if dossier is None else await self._fabrique.lire(request, dossier)


async def _de(passe: LaissezPasser, snapshot: Snapshot, adresse: str) -> Viewer | None:
    """Whom the pass was given to, with the rights of this moment; None when he has none left."""
    if isinstance(passe.porteur, int):
        compte = await sessions.du_compte(snapshot, passe.porteur)
        return None if compte is None else compte.viewer()
    jeton = await jetons.charger(snapshot, passe.porteur, adresse)
    return None if jeton is None or jeton.expire else jeton.viewer()


def ferme() -> Response:
    return Response(status_code=401, headers=JAMAIS_GARDE)
