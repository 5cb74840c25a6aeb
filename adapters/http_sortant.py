"""The only way out: every call of Guichet to an address that somebody gave goes through here.

The name is resolved once, its addresses are checked, and the connection is made to one of these, not to
the name again: a resolver that changes its mind in between changes nothing. TLS still proves the name.
No redirect is followed, no proxy or cookie of the environment is used.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import httpcore

from adapters.destinations import Adresse, Destination, DestinationRefusee, Regles, lire, litterale

Resolveur = Callable[[str, int], Awaitable[Sequence[str]]]

DELAI = 10.0  # seconds for all of a call: name, connection, TLS, question and answer
OCTETS_MAX = 64 * 1024  # of an answer; what comes after is not read
AGENT = "Guichet"


class AppelEchoue(Exception):
    """Nobody answered, or not in HTTP, or too late. The sentence is for a journal."""


@dataclass(frozen=True, slots=True)
class ReponseSortante:
    statut: int
    corps: bytes
    tronquee: bool


async def resoudre_par_le_systeme(nom: str, port: int) -> Sequence[str]:
    trouvees = await asyncio.get_running_loop().getaddrinfo(nom, port, type=socket.SOCK_STREAM)
    return [str(trouvee[4][0]) for trouvee in trouvees]


class ClientSortant:
    def __init__(
        self,
        regles: Regles | None = None,
        *,
        resoudre: Resolveur = resoudre_par_le_systeme,
        tls: ssl.SSLContext | None = None,
        delai: float = DELAI,
    ) -> None:
        self._regles = regles or Regles()
        self._resoudre = resoudre
        self._tls = tls or httpcore.default_ssl_context()
        self._delai = delai

    async def verifier(self, url: str) -> None:
        """Before an address is kept. Raises DestinationRefusee, AppelEchoue when its name leads nowhere."""
        try:
            async with asyncio.timeout(self._delai):
                await self._adresses(lire(url))
        except TimeoutError as error:
            raise AppelEchoue("Le nom n’a pas été trouvé à temps.") from error

    async def poster(
        self, url: str, *, entetes: Mapping[str, str], corps: bytes
    ) -> ReponseSortante:
        """Raises DestinationRefusee, AppelEchoue."""
        return await self._appeler("POST", url, entetes, corps)

    async def demander(self, url: str) -> ReponseSortante:
        """What is there. Raises DestinationRefusee, AppelEchoue."""
        return await self._appeler("GET", url, {}, None)

    async def _appeler(
        self, methode: str, url: str, entetes: Mapping[str, str], corps: bytes | None
    ) -> ReponseSortante:
        destination = lire(url)
        try:
            async with asyncio.timeout(self._delai):
                adresses = await self._adresses(destination)
                return await self._echanger(methode, destination, adresses, entetes, corps)
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise AppelEchoue(f"Pas de réponse en {self._delai:g} s.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise AppelEchoue(f"Connexion impossible : {type(error).__name__}.") from error

    async def _adresses(self, destination: Destination) -> list[Adresse]:
        connue = litterale(destination)
        if connue is not None:
            adresses = [connue]
        else:
            try:
                textes = await self._resoudre(destination.nom, destination.port)
            except (OSError, UnicodeError) as error:
                raise AppelEchoue("Ce nom ne mène nulle part.") from error
            adresses = [ip_address(texte.partition("%")[0]) for texte in dict.fromkeys(textes)]
        if not adresses:
            raise AppelEchoue("Ce nom ne mène nulle part.")
        self._regles.controler(destination, adresses)
        return adresses

    async def _echanger(
        self,
        methode: str,
        destination: Destination,
        adresses: Sequence[Adresse],
        entetes: Mapping[str, str],
        corps: bytes | None,
    ) -> ReponseSortante:
        """A connection for this call alone: nothing of one receiver is left for the next."""
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=self._tls,
                network_backend=_Epingle(adresses),
                max_connections=1,
                max_keepalive_connections=0,
            ) as pool,
            pool.stream(
                methode,
                httpcore.URL(
                    scheme=destination.scheme,
                    host=destination.nom,
                    port=destination.port,
                    target=destination.cible,
                ),
                headers=[
                    ("Host", destination.hote),
                    ("User-Agent", AGENT),
                    ("Accept-Encoding", "identity"),
                    ("Connection", "close"),
                    *entetes.items(),
                ],
                content=corps,
            ) as reponse,
        ):
            lu = bytearray()
            async for morceau in reponse.aiter_stream():
                lu += morceau
                if len(lu) > OCTETS_MAX:
                    break
            return ReponseSortante(reponse.status, bytes(lu[:OCTETS_MAX]), len(lu) > OCTETS_MAX)


class _Epingle(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that were checked, whatever name it is asked for."""

    def __init__(self, adresses: Sequence[Adresse]) -> None:
        self._adresses = adresses
        self._reel = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's interface; ours bounds it all
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        for adresse in self._adresses[:-1]:
            try:
                return await self._reel.connect_tcp(str(adresse), port)
            except httpcore.ConnectError:
                continue
        return await self._reel.connect_tcp(str(self._adresses[-1]), port)


__all__ = ["AppelEchoue", "ClientSortant", "DestinationRefusee", "Regles", "ReponseSortante"]
