"""Who a request comes from: its token, or nobody (api 3)."""

import ipaddress
import re

from starlette.requests import Request

from domain.jetons import lecture
from resolvers import jetons
from resolvers.patience import patience
from resolvers.snapshot import Snapshot
from resolvers.viewer import ANONYME, Viewer
from server.api.refus import RequeteRefusee
from server.resources import Resources

# `Bearer x`, `Token x`, `Bearer token=x`, `Token token="x"`, with parameters that do not matter.
AUTORISATION = re.compile(r"(?:Bearer|Token)\s+(?:token=)?\"?([^\s\",;]+)\"?\s*(?:[,;\t].*)?")

SANS_JETON = "Without a token, only persisted queries are allowed"


async def identifier(
    request: Request, resources: Resources, snapshot: Snapshot, *, stored: bool
) -> Viewer:
    """Raises RequeteRefusee, in the order of api 3.5; `stored` tells that a stored query is asked,
    which is all that nobody may ask."""
    viewer = await _par_jeton(request, resources, snapshot)
    if viewer is not None:
        return viewer
    if not stored:
        raise RequeteRefusee(403, SANS_JETON, "forbidden")
    return ANONYME


async def _par_jeton(request: Request, resources: Resources, snapshot: Snapshot) -> Viewer | None:
    entete = AUTORISATION.fullmatch(request.headers.get("authorization", "").strip())
    lu = lecture.lire(entete.group(1)) if entete else None
    if lu is None:
        return None
    adresse = request.client.host if request.client else "0.0.0.0"
    jeton = await jetons.charger(snapshot, lu.id, adresse)
    if jeton is None or not lecture.correspond(lu.secret, jeton.secret_hash):
        return None
    if jeton.a_noter:
        await _noter(resources, jeton, adresse)
    _controler(jeton, adresse)
    return jeton.viewer()


async def _noter(resources: Resources, jeton: jetons.JetonRow, adresse: str) -> None:
    async with patience(), resources.writing.connection() as connection:
        await connection.execute(jetons.NOTER_UTILISATION, {"id": jeton.id, "adresse": adresse})


def _controler(jeton: jetons.JetonRow, adresse: str) -> None:
    if not jeton.reseau_autorise:
        prefixe = ipaddress.ip_address(adresse).max_prefixlen
        raise RequeteRefusee(
            403,
            f"Request issued from a forbidden network. Add {adresse}/{prefixe} "
            "to your allowed adresses in your /profil",
            "forbidden",
        )
    if jeton.expire:
        raise RequeteRefusee(401, "Token expired", "unauthorized")
