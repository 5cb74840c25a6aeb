"""POST /deconnexion: this session, another one of the same account by its number, or all of them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain.sessions import ouverture
from domain.sessions.ouverture import Ouverte
from domain.transactions import Transaction
from server.connexion import cookie, corps
from server.connexion.porte import Porte, dire
from server.connexion.refus import ConnexionRefusee, non_connecte
from server.resources import Resources


async def deconnecter(porte: Porte, http: Request, resources: Resources) -> Response:
    """`{}`, `{"session": "12"}` or `{"toutes": true}`. Without a session there is nothing to end."""
    lu = await corps.lire(http)
    url = resources.settings.url
    secret = cookie.lire(http, url)
    autre = lu.get("session")
    if autre is not None or lu.get("toutes") is True:
        await resources.base.transaction(lambda tx: _fermer(tx, secret, autre))
        if autre is not None:
            return dire({})
    elif secret is not None:
        await resources.base.transaction(lambda tx: ouverture.fermer(tx, secret))
    reponse = dire({})
    cookie.effacer(reponse, url=url)
    return reponse


def _fermer(tx: Transaction, secret: str | None, autre: Any) -> None:
    """Raises ConnexionRefusee."""
    ouverte = connectee(tx, secret)
    if autre is None:
        ouverture.fermer_toutes(tx, compte_id=ouverte.compte_id)
        return
    numero = int(autre) if isinstance(autre, str) and autre.isdecimal() and len(autre) < 19 else 0
    if not ouverture.revoquer(tx, compte_id=ouverte.compte_id, session_id=numero):
        raise ConnexionRefusee(404, "Cette session n’existe pas, ou n’existe plus", "introuvable")


def connectee(tx: Transaction, secret: str | None) -> Ouverte:
    """Raises ConnexionRefusee."""
    ouverte = ouverture.lire(tx.session, secret) if secret else None
    if ouverte is None:
        raise non_connecte()
    return ouverte
