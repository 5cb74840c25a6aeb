"""What stands between a Guichet and its PostgreSQL in the tests where that one fails: a relay that
can be told to go silent, or to cut, at once or when a given text goes by."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from threading import Thread
from urllib.parse import urlsplit, urlunsplit


class Etat(Enum):
    passe = "passe"
    muet = "muet"
    coupe = "coupe"


class Relais:
    def __init__(self, loop: asyncio.AbstractEventLoop, vers: tuple[str, int]) -> None:
        self._loop = loop
        self._vers = vers
        self._etat = Etat.passe
        self._bouge = asyncio.Condition()
        self._piege: tuple[bytes, Etat] | None = None
        self._ouvertes: set[asyncio.StreamWriter] = set()

    def devenir(self, etat: Etat) -> None:
        """Effective when this returns, connections under way included."""
        asyncio.run_coroutine_threadsafe(self._devenir(etat), self._loop).result()

    def devenir_au_passage_de(self, texte: str, etat: Etat) -> None:
        """The statement that holds this text never arrives."""
        self._piege = texte.encode(), etat

    async def servir(self, client: asyncio.StreamReader, retour: asyncio.StreamWriter) -> None:
        sens = {retour}
        try:
            if self._etat is Etat.coupe:
                return
            serveur, aller = await asyncio.open_connection(*self._vers)
            sens.add(aller)
            self._ouvertes |= sens
            with suppress(OSError):
                await asyncio.gather(
                    self._porter(client, aller, piegeable=True), self._porter(serveur, retour)
                )
        finally:
            self._ouvertes -= sens
            for chacun in sens:
                chacun.transport.abort()

    async def _porter(
        self, de: asyncio.StreamReader, vers: asyncio.StreamWriter, *, piegeable: bool = False
    ) -> None:
        while octets := await de.read(65536):
            if piegeable and self._piege and self._piege[0] in octets:
                etat, self._piege = self._piege[1], None
                await self._devenir(etat)
            async with self._bouge:
                await self._bouge.wait_for(lambda: self._etat is not Etat.muet)
            vers.write(octets)
            await vers.drain()
        vers.close()

    async def _devenir(self, etat: Etat) -> None:
        async with self._bouge:
            self._etat = etat
            self._bouge.notify_all()
        if etat is Etat.coupe:
            for sens in self._ouvertes:
                sens.transport.abort()


@contextmanager
def relais(database_url: str) -> Iterator[tuple[Relais, str]]:
    """The relay, and the address of the database through it."""
    place = urlsplit(database_url)
    assert place.hostname
    assert place.port
    loop = asyncio.new_event_loop()
    entre = Relais(loop, (place.hostname, place.port))
    serveur = loop.run_until_complete(asyncio.start_server(entre.servir, "127.0.0.1", 0))
    port = serveur.sockets[0].getsockname()[1]
    identite = place.netloc.rpartition("@")[0]
    fil = Thread(target=loop.run_forever)
    fil.start()
    try:
        yield entre, urlunsplit(place._replace(netloc=f"{identite}@127.0.0.1:{port}"))
    finally:
        asyncio.run_coroutine_threadsafe(_fermer(serveur), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        fil.join()
        loop.close()


async def _fermer(serveur: asyncio.Server) -> None:
    serveur.close()
    autres = asyncio.all_tasks() - {asyncio.current_task()}
    for tache in autres:
        tache.cancel()
    await asyncio.gather(*autres, return_exceptions=True)
    await serveur.wait_closed()
