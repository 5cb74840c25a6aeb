"""What a browser holds while its person is at a provider’s, and once he came back with an address to confirm."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.oidc.client import Tentative
from adapters.signatures import SignatureRefusee
from domain.sessions.secret import engendrer
from server.connexion.federation.fournisseurs import Fournisseur
from server.connexion.refus import ConnexionRefusee
from server.resources import Resources

ALLER, VENU = "federation", "rattachement"
DUREES = {ALLER: timedelta(minutes=15), VENU: timedelta(days=7)}
CHEMIN = re.compile(r"/(?![/\\])[!-\[\]-~]{0,500}")
"""A path of ours: neither another host’s, nor one that some browsers read as such."""

PERDU = "Cette connexion n’a pas commencé dans ce navigateur, ou a trop attendu : recommencez-la"


class Aller(NamedTuple):
    tentative: Tentative
    suite: str


def partir(resources: Resources, fournisseur: Fournisseur, suite: str) -> tuple[Aller, str]:
    """What the browser will hold, signed: state, nonce and verifier are chance."""
    tentative = Tentative(engendrer(), engendrer(), engendrer())
    aller = Aller(tentative, suite if CHEMIN.fullmatch(suite) else "/")
    return aller, _signer(resources, [fournisseur.moyen, *tentative, aller.suite], ALLER)


def relire(http: Request, resources: Resources, fournisseur: Fournisseur) -> Aller:
    """Raises ConnexionRefusee."""
    lu = _lire(http, resources, ALLER)
    if lu is None or lu[0] != fournisseur.moyen:
        raise ConnexionRefusee(403, PERDU, "connexion_perdue")
    _, etat, nonce, verificateur, suite = lu
    return Aller(Tentative(etat, nonce, verificateur), suite)


def noter_la_venue(reponse: Response, resources: Resources, sujet: str) -> None:
    poser(reponse, resources, _signer(resources, sujet, VENU), VENU)


def venu(http: Request, resources: Resources) -> str:
    """The number of whom this browser saw last, empty if nobody."""
    lu = _lire(http, resources, VENU)
    return lu if isinstance(lu, str) else ""


def poser(reponse: Response, resources: Resources, signe: str, objet: str) -> None:
    """Lax: the provider’s page leads back here."""
    reponse.set_cookie(
        _nom(resources, objet), signe, max_age=int(DUREES[objet].total_seconds()), path="/",
        secure=_chiffree(resources), httponly=True, samesite="lax",
    )  # fmt: skip


def effacer(reponse: Response, resources: Resources, objet: str) -> None:
    reponse.delete_cookie(
        _nom(resources, objet), path="/", secure=_chiffree(resources), httponly=True,
        samesite="lax",
    )  # fmt: skip


def _signer(resources: Resources, contenu: Any, objet: str) -> str:
    jusqu_a = datetime.now(UTC) + DUREES[objet]
    return resources.signataire.signer(contenu, objet=objet, jusqu_a=jusqu_a)


def _lire(http: Request, resources: Resources, objet: str) -> Any:
    signe = http.cookies.get(_nom(resources, objet), "")
    try:
        return resources.signataire.lire(signe, objet=objet, at=datetime.now(UTC))
    except SignatureRefusee:
        return None


def _nom(resources: Resources, objet: str) -> str:
    return f"{'__Host-' if _chiffree(resources) else ''}guichet-{objet}"


def _chiffree(resources: Resources) -> bool:
    return resources.settings.url.startswith("https://")
