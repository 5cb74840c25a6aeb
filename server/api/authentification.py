"""Who a request comes from: its token, or nobody (api 3)."""

import ipaddress
import re
from collections.abc import Sequence
from typing import NamedTuple

from starlette.requests import Request

from domain.jetons import lecture
from domain.jetons.lecture import JetonLu
from resolvers import jetons
from resolvers.jetons import JetonRow
from resolvers.patience import patience
from resolvers.statements import Asked
from resolvers.viewer import ANONYME, Viewer
from server.api.refus import RequeteRefusee
from server.resources import Resources

# `Bearer x`, `Token x`, `Bearer token=x`, `Token token="x"`, with parameters that do not matter.
AUTORISATION = re.compile(r"(?:Bearer|Token)\s+(?:token=)?\"?([^\s\",;]+)\"?\s*(?:[,;\t].*)?")

SANS_JETON = "Without a token, only persisted queries are allowed"


class Porteur(NamedTuple):
    """Who presents a token that can be read, from where."""

    lu: JetonLu
    adresse: str

    @property
    def question(self) -> Asked:
        return jetons.question(self.lu.id, self.adresse)


def porteur(request: Request) -> Porteur | None:
    entete = AUTORISATION.fullmatch(request.headers.get("authorization", "").strip())
    lu = lecture.lire(entete.group(1)) if entete else None
    if lu is None:
        return None
    return Porteur(lu, request.client.host if request.client else "0.0.0.0")


async def identifier(
    porteur: Porteur | None,
    trouves: Sequence[JetonRow],
    resources: Resources,
    *,
    stored: bool,
) -> Viewer:
    """Who asks, given what was found of its token. Raises RequeteRefusee, in the order of api 3.5;
    `stored` tells that a stored query is asked, which is all that nobody may ask."""
    if porteur is not None:
        for jeton in trouves:
            if lecture.correspond(porteur.lu.secret, jeton.secret_hash):
                return await _admettre(porteur, jeton, resources)
    if not stored:
        raise RequeteRefusee(403, SANS_JETON, "forbidden")
    return ANONYME


async def _admettre(porteur: Porteur, jeton: JetonRow, resources: Resources) -> Viewer:
    if jeton.a_noter:
        await _noter(resources, jeton, porteur.adresse)
    _controler(jeton, porteur.adresse)
    return jeton.viewer()


async def _noter(resources: Resources, jeton: JetonRow, adresse: str) -> None:
    async with patience(), resources.writing.connection() as connection:
        await connection.execute(jetons.NOTER_UTILISATION, {"id": jeton.id, "adresse": adresse})


def _controler(jeton: JetonRow, adresse: str) -> None:
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
