"""The web process: uvicorn, on a socket of its own or on the supervisor's."""

import gc
import os
import signal
import socket

import uvicorn
from starlette.applications import Starlette

from server.app import create_app
from server.listening import BACKLOG, reserve_socket
from server.logs import logger
from server.settings import Settings

DRAIN = 20  # seconds left to the requests under way when told to stop


def run_web(settings: Settings, *, descriptor: int | None = None) -> None:
    """Serve until SIGTERM or SIGINT. `descriptor`: a bound socket inherited from the supervisor."""
    if descriptor is None:
        listening = reserve_socket(settings.host, settings.port)
    else:
        listening = socket.socket(fileno=os.dup(descriptor))
    for each in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises again the signal that stopped it: a clean stop would end as a failure.
        signal.signal(each, lambda *_: None)
    server = Server(configuration(settings))
    spare_the_collector()
    logger("web").info("web prêt", url=settings.url)
    server.run(sockets=[listening])


class Server(uvicorn.Server):
    """Streams never end by themselves: they are told that it is time, before they are waited for."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app = self.config.app
        assert isinstance(app, Starlette)
        app.state.flux.fermer()
        await super().shutdown(sockets=sockets)


def spare_the_collector() -> None:
    """What is loaded now stays, and documents stay long: looking at all of it again, as often as the
    collector does by default, costs some requests 100 ms. Nearly all that they leave has no cycle:
    a page of a hundred dossiers makes some 100,000 objects, and looking at them while they live costs
    it a tenth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(300_000, 20, 100)


def configuration(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # No peer is trusted to say who it speaks for until a setting names our proxies.
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=DRAIN,
    )
