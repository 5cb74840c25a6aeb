"""What every route of people passes: same site, JSON, a limit. Then its own work."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.errors import DomainError
from domain.sessions.liens import LienInconnu
from domain.transactions import Transaction
from server.connexion import corps, origine
from server.connexion.federation.fournisseurs import Clients
from server.connexion.freins import Freins
from server.connexion.hachage import Hachage
from server.connexion.refus import JAMAIS_GARDE, ConnexionRefusee, du_domaine
from server.resources import Resources

Repondre = Callable[["Porte", Request, Resources], Awaitable[Response]]
Lu = Mapping[str, Any]
"""A body that has been read, of JSON or of a form."""
Agir = Callable[["Porte", Request, Resources, Lu], Awaitable[Response]]
V = TypeVar("V")

NAVIGATEUR = "user-agent"


class Porte:
    """What one web process keeps for these routes; its limits are made at the first request."""

    def __init__(self) -> None:
        self.hachage = Hachage()
        self.clients = Clients()
        self._freins: Freins | None = None

    def freins(self, resources: Resources) -> Freins:
        if self._freins is None:
            self._freins = Freins(resources.redis, resources.base, resources.settings.login_limit)
        return self._freins

    def route(self, repondre: Repondre) -> Callable[[Request], Awaitable[Response]]:
        async def recevoir(http: Request) -> Response:
            resources: Resources = http.state.resources
            try:
                if http.method != "GET":
                    origine.exiger_la_meme(http, resources.settings.url)
                return await repondre(self, http, resources)
            except ConnexionRefusee as refus:
                return refus.reponse()
            except DomainError as refus:
                return du_domaine(refus).reponse()

        return recevoir

    def agir(self, faire: Agir) -> Callable[[Request], Awaitable[Response]]:
        """The same, for a body of JSON."""

        async def repondre(porte: "Porte", http: Request, resources: Resources) -> Response:
            return await faire(porte, http, resources, await corps.lire(http))

        return self.route(repondre)


async def essayer(resources: Resources, agir: Callable[[Transaction], V]) -> V:
    """What a link opens. Raises ConnexionRefusee."""
    try:
        return await resources.base.transaction(agir)
    except LienInconnu as refus:
        raise du_domaine(refus, 404) from refus


def adresse(http: Request) -> str:
    return http.client.host if http.client else "0.0.0.0"


def navigateur(http: Request) -> str:
    return http.headers.get(NAVIGATEUR, "")


def maintenant(tx: Transaction) -> datetime:
    at: datetime = tx.session.scalars(select(func.now())).one()
    return at


def dire(valeur: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(valeur, status, headers=JAMAIS_GARDE)
