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
from domain.avis.models import Avis
from domain.dossiers.models import Dossier
from domain.exports.models import TYPES_MIME, Export
from domain.fichiers.models import Analyse, Fichier
from domain.fichiers.types_mime import type_servi
from domain.transactions import Transaction
from server.answers import error_answer
from server.api import passe_de_fichier
from server.api.passe_de_fichier import Passe
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
        texte = http.path_params.get("passe", "")
        passe = passe_de_fichier.lire(resources.signataire, texte, at=datetime.now(UTC))
    except SignatureRefusee:
        return _ferme()
    servi = await resources.base.transaction(lambda tx: _lire(tx, passe))
    if servi is None or servi.nom != http.path_params.get("nom"):
        return _ferme()
    try:
        if http.method == "HEAD":
            objet = await asyncio.to_thread(resources.storage.head, passe.cle)
            return Response(headers=_entetes(servi, objet.size))
        taille, octets = await asyncio.to_thread(resources.storage.open, passe.cle)
    except ObjectMissing:
        return _ferme()
    except StorageUnavailable as panne:
        log.warning("stockage indisponible", erreur=str(panne))
        entetes = {**JAMAIS_GARDE, "Retry-After": RETRY_AFTER}
        return error_answer(503, PAS_DE_STOCKAGE, "service_unavailable", headers=entetes)
    return StreamingResponse(octets, headers=_entetes(servi, taille))


def _lire(tx: Transaction, passe: Passe) -> Servi | None:
    """The file, unless it went, or was found infected or damaged, since its address was given; or unless
    the avis that it was given for was revoked, or its dossier hidden."""
    montrable = Fichier.analyse.in_((Analyse.safe, Analyse.pending))
    servi = select(Fichier.nom, Fichier.type_mime).where(Fichier.cle == passe.cle, montrable)
    if passe.avis_id is not None:
        ouvert = select(Avis.id).where(
            Avis.id == passe.avis_id,
            Avis.revoque_le.is_(None),
            Avis.dossier_id == Fichier.dossier_id,
            Dossier.id == Avis.dossier_id,
            Dossier.visible_par_administration,
        )
        servi = servi.where(ouvert.exists())
    trouve = tx.session.execute(servi).one_or_none()
    return Servi(*trouve) if trouve else _export(tx, passe.cle)


def _export(tx: Transaction, cle: str) -> Servi | None:
    """An export’s file, for as long as the export is kept (rules 8.1.10)."""
    offert = select(Export.nom, Export.format).where(Export.objet == cle)
    trouve = tx.session.execute(offert).one_or_none()
    return Servi(trouve.nom, TYPES_MIME[trouve.format]) if trouve else None


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
