"""A connection that asks over HTTP as cheaply as Python can: what is measured is the server."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast

FIN_D_ENTETES = b"\r\n\r\n"
LONGUEUR = b"content-length:"


def requete(
    chemin: str, corps: dict[str, Any], jeton: str | None = None, *, cookie: str | None = None
) -> bytes:
    contenu = json.dumps(corps).encode()
    autorisation = f"Authorization: Bearer {jeton}\r\n" if jeton else ""
    if cookie:
        autorisation += f"Cookie: {cookie}\r\n"
    entetes = (
        f"POST {chemin} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{autorisation}Content-Length: {len(contenu)}\r\n\r\n"
    )
    return entetes.encode() + contenu


class Connexion(asyncio.Protocol):
    """Asks one thing at a time. `recue` is called with each body; both servers say its length."""

    def __init__(self) -> None:
        self.recue: Callable[[bytes], None] = lambda corps: None
        self._morceaux = bytearray()
        self._total: int | None = None
        self._debut = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is not of that class

    def envoyer(self, octets: bytes) -> None:
        self._transport.write(octets)

    def fermer(self) -> None:
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._morceaux += data
        if self._total is None and not self._lire_entetes():
            return
        assert self._total is not None
        if len(self._morceaux) < self._total:
            return
        corps = bytes(self._morceaux[self._debut :])
        self._morceaux.clear()
        self._total = None
        self.recue(corps)

    def _lire_entetes(self) -> bool:
        fin = self._morceaux.find(FIN_D_ENTETES)
        if fin < 0:
            return False
        entetes = bytes(self._morceaux[:fin]).lower()
        if not entetes.startswith(b"http/1.1 200 "):
            raise RuntimeError(bytes(self._morceaux[:2000]).decode(errors="replace"))
        place = entetes.index(LONGUEUR) + len(LONGUEUR)
        longueur = entetes[place:].split(b"\r\n", 1)[0]
        self._debut = fin + len(FIN_D_ENTETES)
        self._total = self._debut + int(longueur)
        return True


async def connecter(port: int) -> Connexion:
    _, connexion = await asyncio.get_running_loop().create_connection(Connexion, "127.0.0.1", port)
    return connexion


async def demander(connexion: Connexion, octets: bytes) -> bytes:
    """The body of the answer."""
    attendue: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    connexion.recue = attendue.set_result
    connexion.envoyer(octets)
    return await attendue


async def par_seconde(port: int, octets: bytes, *, connexions: int, secondes: float) -> float:
    """How many answers a second, `connexions` asking at once without a pause."""
    ouvertes = [await connecter(port) for _ in range(connexions)]
    compte = 0

    def encore(connexion: Connexion) -> Callable[[bytes], None]:
        def recue(_: bytes) -> None:
            nonlocal compte
            compte += 1
            connexion.envoyer(octets)

        return recue

    for connexion in ouvertes:
        connexion.recue = encore(connexion)
        connexion.envoyer(octets)
    await asyncio.sleep(secondes)
    trouve = compte / secondes
    for connexion in ouvertes:
        connexion.fermer()
    return trouve
