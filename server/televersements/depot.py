"""PUT of a file: the pass, the announcement, the bytes on their way to the store, and the answer."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from adapters.storage import StorageUnavailable
from domain.errors import DomainError
from domain.fichiers.controle import Controle
from domain.fichiers.reception import Attendu, commencer, retenir
from domain.fichiers.refus import IdentifiantInvalide, TropDEssais
from domain.fichiers.types_mime import type_servi
from server.answers import error_answer
from server.incidents import RETRY_AFTER
from server.logs import logger
from server.resources import Resources
from server.televersements.corps import DUREE, morceaux, verifier_entetes
from server.televersements.envoi import Envoi, VersLeStockage, VersNullePart

# Each holds a part in memory: 32 of 8 MiB, per process, when all of them are slow.
A_LA_FOIS = 32

JAMAIS_GARDE = {"Cache-Control": "no-store"}
PLUS_TARD = {**JAMAIS_GARDE, "Retry-After": RETRY_AFTER}

PAS_VALABLE = "Cette adresse de téléversement n’est pas valable, ou ne l’est plus"
PAS_DE_STOCKAGE = "Le stockage des fichiers ne répond pas. Veuillez réessayer plus tard"
PAS_DE_PLACE = "Trop de fichiers sont reçus en ce moment. Veuillez réessayer plus tard"
TROP_LENT = "L’envoi du fichier s’est interrompu trop longtemps"

log = logger("televersements")


class Depot:
    def __init__(self) -> None:
        self._places = asyncio.Semaphore(A_LA_FOIS)

    async def repondre(self, http: Request) -> Response:
        """201 when the file is in the store, whole; else nothing of it is. Sending it again after that
        is answered alike: the client may have missed the answer."""
        if self._places.locked():
            return error_answer(503, PAS_DE_PLACE, "service_unavailable", headers=PLUS_TARD)
        try:
            async with self._places, asyncio.timeout(DUREE):
                await recevoir(http)
        except DomainError as refus:
            return _refuse(refus)
        except StorageUnavailable as panne:
            log.warning("stockage indisponible", erreur=str(panne))
            return error_answer(503, PAS_DE_STOCKAGE, "service_unavailable", headers=PLUS_TARD)
        except TimeoutError:
            return error_answer(408, TROP_LENT, "timeout", headers=JAMAIS_GARDE)
        except ClientDisconnect:
            log.info("envoi interrompu")
            return Response(status_code=400)  # for the log: nobody is there to read it
        return Response(status_code=201, headers=JAMAIS_GARDE)


async def recevoir(http: Request) -> None:
    resources: Resources = http.state.resources
    at = datetime.now(UTC)
    numero = resources.televersements.lire_envoi(http.path_params.get("passe", ""), at=at)
    attendu = await resources.base.transaction(lambda tx: commencer(tx, numero))
    verifier_entetes(http.headers, attendu)
    await _transmettre(http, attendu, _envoi(resources, attendu))
    if attendu.essai is not None:
        await _retenir(resources, attendu)


def _envoi(resources: Resources, attendu: Attendu) -> Envoi:
    if attendu.essai is None:
        return VersNullePart()
    type_mime = type_servi(attendu.type_mime)
    return VersLeStockage(resources.storage, attendu.cle, type_mime=type_mime)


async def _transmettre(http: Request, attendu: Attendu, envoi: Envoi) -> None:
    """All that comes is checked before the store is told that the object is whole."""
    controle = Controle(taille=attendu.taille, md5=attendu.md5, type_mime=attendu.type_mime)
    try:
        async for morceau in morceaux(http):
            controle.passer(morceau)
            await envoi.ecrire(morceau)
        controle.conclure()
        await envoi.terminer()
    except BaseException:
        await envoi.abandonner()
        raise


async def _retenir(resources: Resources, attendu: Attendu) -> None:
    """Two may have been sent at once: the object of the other is for nobody. When the database does not
    say which was kept, both stay: the sweep knows their names."""
    maintenant = datetime.now(UTC)
    if not await resources.base.transaction(lambda tx: retenir(tx, attendu, at=maintenant)):
        with suppress(StorageUnavailable):
            await asyncio.to_thread(resources.storage.delete, [attendu.cle])


def _refuse(refus: DomainError) -> Response:
    if isinstance(refus, IdentifiantInvalide):
        return error_answer(403, PAS_VALABLE, "forbidden", headers=JAMAIS_GARDE)
    if isinstance(refus, TropDEssais):
        return error_answer(409, str(refus), "conflict", headers=JAMAIS_GARDE)
    return error_answer(422, str(refus), "unprocessable_content", headers=JAMAIS_GARDE)
