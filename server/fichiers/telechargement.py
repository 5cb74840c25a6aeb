"""GET of a file: the pass, what the file is at this moment, its bytes as the store gives them."""

import asyncio
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from adapters.signatures import SignatureRefusee
from adapters.storage import ObjectMissing, StorageUnavailable
from domain.fichiers.models import Analyse, Fichier
from domain.fichiers.types_mime import type_servi
from domain.transactions import Transaction
from server.answers import error_answer
from server.api import passe_de_fichier
from server.documents.telechargement import A_ENREGISTRER, JAMAIS_GARDE
from server.incidents import RETRY_AFTER
from server.logs import logger
from server.resources import Resources

FERME = "Cette adresse de fichier n’est pas valable, ou ne l’est plus"
PAS_DE_STOCKAGE = "Le stockage des fichiers ne répond pas. Veuillez réessayer plus tard"

log = logger("fichiers")


class Servi(NamedTuple):
    nom: str
    type_mime: str


async def telecharger(http: Request) -> Response:
    """403 for whatever does not open, as a store says it (api 14.10)."""
    resources: Resources = http.state.resources
    try:
        passe = http.path_params.get("passe", "")
        cle = passe_de_fichier.lire(resources.signataire, passe, at=datetime.now(UTC))
    except SignatureRefusee:
        return _ferme()
    servi = await resources.base.transaction(lambda tx: _lire(tx, cle))
    if servi is None or servi.nom != http.path_params.get("nom"):
        return _ferme()
    try:
        if http.method == "HEAD":
            objet = await asyncio.to_thread(resources.storage.head, cle)
            return Response(headers=_entetes(servi, objet.size))
        taille, octets = await asyncio.to_thread(resources.storage.open, cle)
    except ObjectMissing:
        return _ferme()
    except StorageUnavailable as panne:
        log.warning("stockage indisponible", erreur=str(panne))
        entetes = {**JAMAIS_GARDE, "Retry-After": RETRY_AFTER}
        return error_answer(503, PAS_DE_STOCKAGE, "service_unavailable", headers=entetes)
    return StreamingResponse(octets, headers=_entetes(servi, taille))


def _lire(tx: Transaction, cle: str) -> Servi | None:
    """The file, unless it went, or was found infected or damaged, since its address was given."""
    montrable = Fichier.analyse.in_((Analyse.safe, Analyse.pending))
    servi = select(Fichier.nom, Fichier.type_mime).where(Fichier.cle == cle, montrable)
    trouve = tx.session.execute(servi).one_or_none()
    return Servi(*trouve) if trouve else None


def _entetes(servi: Servi, taille: int) -> dict[str, str]:
    """The type as it is: Starlette would add to a text a charset that nobody knows."""
    return {
        "Content-Type": type_servi(servi.type_mime),
        "Content-Length": str(taille),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(servi.nom, '')}",
        "Referrer-Policy": "no-referrer",
        **A_ENREGISTRER,
    }


def _ferme() -> Response:
    return error_answer(403, FERME, "forbidden", headers=JAMAIS_GARDE)
