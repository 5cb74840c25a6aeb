"""Forms, which any page of any site can send: here alone are they taken, and only our own.

A browser says where a form comes from; besides, a form gives back what its page was given for this very
browser, which holds the other half in a cookie that no other site can read or write.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from adapters.signatures import SignatureRefusee
from domain.sessions.secret import engendrer
from server.connexion import corps
from server.connexion.refus import ConnexionRefusee
from server.resources import Resources

TYPE = "application/x-www-form-urlencoded"
OBJET = "formulaire"
DUREE = timedelta(hours=12)
CHAMPS_MAX = 10

PERIME = "Ce formulaire a trop attendu, ou ne vient pas de cette page : renvoyez-le"


def est_un_formulaire(http: Request) -> bool:
    return corps.type_mime(http) == TYPE


def jeton(http: Request, resources: Resources) -> tuple[str, Callable[[Response], None]]:
    """What the page holds, and what gives the browser its half, if it has none."""
    connu = http.cookies.get(_nom(resources))
    tenu = connu or engendrer()
    signe = resources.signataire.signer(
        _moitie(tenu), objet=OBJET, jusqu_a=datetime.now(UTC) + DUREE
    )

    def poser(reponse: Response) -> None:
        if connu is None:
            reponse.set_cookie(
                _nom(resources), tenu, path="/", secure=_chiffree(resources), httponly=True,
                samesite="lax",
            )  # fmt: skip

    return signe, poser


async def lire(http: Request, resources: Resources) -> dict[str, Any]:
    """Raises ConnexionRefusee."""
    if "origin" not in http.headers and "sec-fetch-site" not in http.headers:
        raise ConnexionRefusee(403, "Cette requête ne dit pas d’où elle vient", "origine_refusee")
    brut = await corps.octets(http)
    try:
        paires = parse_qsl(
            brut.decode(), keep_blank_values=True, strict_parsing=bool(brut), errors="strict",
            max_num_fields=CHAMPS_MAX,
        )  # fmt: skip
    except ValueError as error:
        raise ConnexionRefusee(400, "Le formulaire n’est pas lisible", "corps_illisible") from error
    lu = dict(paires)
    _verifier(http, resources, lu.pop("jeton", ""))
    return dict(lu)


def _verifier(http: Request, resources: Resources, signe: str) -> None:
    tenu = http.cookies.get(_nom(resources), "")
    try:
        moitie = resources.signataire.lire(signe, objet=OBJET, at=datetime.now(UTC))
    except SignatureRefusee:
        moitie = ""
    if not tenu or not hmac.compare_digest(str(moitie), _moitie(tenu)):
        raise ConnexionRefusee(403, PERIME, "formulaire_perime")


def _moitie(tenu: str) -> str:
    return hashlib.sha256(tenu.encode()).hexdigest()


def _nom(resources: Resources) -> str:
    return f"{'__Host-' if _chiffree(resources) else ''}guichet-formulaire"


def _chiffree(resources: Resources) -> bool:
    return resources.settings.url.startswith("https://")
