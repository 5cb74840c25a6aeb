"""POST /deconnexion: this session, another one of the same account by its number, the others, or all."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain.identites import federation
from domain.identites.federation import Federee
from domain.sessions import ouverture
from domain.sessions.ouverture import Ouverte
from domain.transactions import Transaction
from server.connexion import cookie, corps
from server.connexion.federation.sortie import suite
from server.connexion.porte import Porte, dire
from server.connexion.refus import ConnexionRefusee, non_connecte
from server.resources import Resources


async def deconnecter(porte: Porte, http: Request, resources: Resources) -> Response:
    """`{}`, `{"session": "12"}`, `{"autres": true}` or `{"toutes": true}`. Without a session there is
    nothing to end."""
    lu = await corps.lire(http)
    url = resources.settings.url
    secret = cookie.lire(http, url)
    autre = lu.get("session")
    if autre is not None:
        await resources.base.transaction(lambda tx: _revoquer(tx, secret, autre))
        return dire({})
    if lu.get("autres") is True:
        await resources.base.transaction(lambda tx: _fermer_les_autres(tx, secret))
        return dire({})
    toutes = lu.get("toutes") is True
    federee = await resources.base.transaction(lambda tx: _fermer(tx, secret, toutes=toutes))
    reponse = dire({} if federee is None else await suite(porte, resources, federee))
    cookie.effacer(reponse, url=url)
    return reponse


def _fermer(tx: Transaction, secret: str | None, *, toutes: bool) -> Federee | None:
    """Who opened it, if it is to be told. Raises ConnexionRefusee."""
    federee = federation.d_ou_vient(tx.session, secret) if secret else None
    if toutes:
        ouverture.fermer_toutes(tx, compte_id=connectee(tx, secret).compte_id)
    elif secret is not None:
        ouverture.fermer(tx, secret)
    return federee


def _fermer_les_autres(tx: Transaction, secret: str | None) -> None:
    """Raises ConnexionRefusee."""
    ouverte = connectee(tx, secret)
    ouverture.fermer_les_autres(tx, compte_id=ouverte.compte_id, que=ouverte.id)


def _revoquer(tx: Transaction, secret: str | None, autre: Any) -> None:
    """Raises ConnexionRefusee."""
    ouverte = connectee(tx, secret)
    numero = int(autre) if isinstance(autre, str) and autre.isdecimal() and len(autre) < 19 else 0
    if not ouverture.revoquer(tx, compte_id=ouverte.compte_id, session_id=numero):
        raise ConnexionRefusee(404, "Cette session n’existe pas, ou n’existe plus", "introuvable")


def connectee(tx: Transaction, secret: str | None) -> Ouverte:
    """Raises ConnexionRefusee."""
    ouverte = ouverture.lire(tx.session, secret) if secret else None
    if ouverte is None:
        raise non_connecte()
    return ouverte
