"""The real application behind a real port, in a thread of the test process."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread

import httpx

from server.settings import Settings
from server.web import Server, configuration


@dataclass(frozen=True)
class Serveur:
    """A Guichet that answers at `url` (no final slash), and the settings it runs with."""

    url: str
    settings: Settings

    @property
    def database_url(self) -> str:
        return self.settings.require("database_url")


class Prompt(Server):
    """Stops when it is told to: uvicorn looks ten times a second, and a thousand tests wait for it."""

    async def main_loop(self) -> None:
        self.boucle, self.assez = asyncio.get_running_loop(), asyncio.Event()
        rang = 0
        while not await self.on_tick(rang):
            rang = (rang + 1) % 10
            with suppress(TimeoutError):
                await asyncio.wait_for(self.assez.wait(), 0.1)

    def finir(self) -> None:
        """From the thread of the tests."""
        self.should_exit = True
        self.boucle.call_soon_threadsafe(self.assez.set)


@contextmanager
def serving(settings: Settings) -> Iterator[Serveur]:
    """Serve until the block ends. The socket listens from the start, so no one waits for it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        settings = settings.model_copy(update={"host": "127.0.0.1", "port": port})
        server = Prompt(configuration(settings))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            url = f"http://127.0.0.1:{port}"  # its public address may be another
            assert httpx.get(f"{url}/livez", timeout=30).status_code == 200
            yield Serveur(url, settings)
        finally:
            server.finir()
            thread.join()
