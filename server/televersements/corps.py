"""The body of a PUT, piece by piece: never kept, never waited for without end."""

import asyncio
from collections.abc import AsyncIterator

from starlette.datastructures import Headers
from starlette.requests import Request

from domain.fichiers.reception import Attendu
from domain.fichiers.refus import HashInvalide, LongueurInvalide, TypeInvraisemblable
from domain.fichiers.types_mime import essence

SILENCE = 30.0  # seconds without a byte
DUREE = 3600.0  # seconds for the whole


async def morceaux(http: Request) -> AsyncIterator[bytes]:
    """Raises ClientDisconnect when the client goes before the end, TimeoutError when it stalls. Reading
    stops while whoever takes the pieces is busy: the kernel then slows the client down."""
    flux = http.stream()
    while True:
        try:
            async with asyncio.timeout(SILENCE):
                morceau = await anext(flux)
        except StopAsyncIteration:
            return
        yield morceau


def verifier_entetes(entetes: Headers, attendu: Attendu) -> None:
    """What the headers say must be what was announced; what they leave out is believed.

    Raises LongueurInvalide, TypeInvraisemblable, HashInvalide: before a byte is read.
    """
    longueur = entetes.get("content-length")
    if longueur is not None and longueur != str(attendu.taille):
        raise LongueurInvalide(attendu.taille)
    type_mime = entetes.get("content-type")
    if type_mime is not None and essence(type_mime) != essence(attendu.type_mime):
        raise TypeInvraisemblable(attendu.type_mime)
    if entetes.get("content-md5", attendu.md5) != attendu.md5:
        raise HashInvalide
