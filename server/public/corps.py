"""The body of a public POST: JSON, bounded, and without what PostgreSQL cannot keep."""

from typing import Any

from starlette.requests import Request

from server.api import json_strict
from server.api.json_strict import OCTETS_MAX, JsonIllisible
from server.api.refus import RequeteRefusee
from server.public.refus import PubliqueRefusee

JSON = "application/json"


def controler_type(http: Request) -> None:
    """Raises PubliqueRefusee unless the header is these words exactly, as DS asks (api 12.1)."""
    if http.headers.get("content-type") != JSON:
        raise PubliqueRefusee(400, "Content-Type should be json")


async def lire(http: Request) -> dict[str, Any]:
    """The object that the body holds; an empty body is an empty object. Raises PubliqueRefusee."""
    octets = await _octets(http)
    if not octets.strip():
        return {}
    try:
        valeur = json_strict.lire(octets)
        json_strict.verifier(valeur)
    except (JsonIllisible, RecursionError) as error:
        raise PubliqueRefusee(400, str(error)) from error
    except RequeteRefusee as refus:
        raise PubliqueRefusee(refus.status, refus.message) from refus
    if not isinstance(valeur, dict):
        raise PubliqueRefusee(400, "Invalid input: not an object")
    return valeur


async def _octets(http: Request) -> bytes:
    morceaux, taille = [], 0
    async for morceau in http.stream():
        taille += len(morceau)
        if taille > OCTETS_MAX:
            raise PubliqueRefusee(413, f"Request over {OCTETS_MAX} bytes")
        morceaux.append(morceau)
    return b"".join(morceaux)
