"""The servers that are compared, each in one process of its own, on the loopback."""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stack import World
from server.embedded.process import end, spawn
from tests import npm

ICI = Path(__file__).parent
PATIENCE = 60.0  # seconds
FIN = (signal.SIGTERM, 10.0)


@contextmanager
def guichet(world: World) -> Iterator[int]:
    """Its port. The web process as installed, request log included."""
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    environment = {
        **os.environ,
        **world.addresses,
        "GUICHET_PORT": str(port),
        "GUICHET_LIMITE_API": "0",  # nobody measures a refusal
    }
    journal = Path(world.addresses["GUICHET_DONNEES"]) / "web.log"
    with journal.open("wb") as sortie:
        process = spawn(
            [sys.executable, "-m", "server", "web"],
            death_signal=signal.SIGKILL,
            folder=ICI.parent,
            output=sortie,
            environment=environment,
        )
    try:
        _attendre(port)
        yield port
    finally:
        end(process, FIN)


def _attendre(port: int) -> None:
    limite = time.monotonic() + PATIENCE
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if time.monotonic() > limite:
                raise
            time.sleep(0.05)


@contextmanager
def postgraphile(world: World) -> Iterator[int]:
    """Its port, which it chooses and says."""
    dossier = ICI / "postgraphile"
    environment = {
        **npm.environment(npm.installed(dossier)),
        "NODE_ENV": "production",
        "DATABASE_URL": world.settings.require("database_url"),
    }
    lecture, ecriture = os.pipe()
    with os.fdopen(lecture, "rb") as dit, os.fdopen(ecriture, "wb") as sortie:
        process = spawn(
            [npm.NODE, dossier / "serveur.cjs"],
            death_signal=signal.SIGKILL,
            folder=dossier,
            output=sortie,
            environment=environment,
        )
        sortie.close()
        try:
            pret, _, _ = select.select([dit], [], [], PATIENCE)
            ligne = dit.readline() if pret else b""
            if not ligne.strip().isdigit():
                raise RuntimeError(f"PostGraphile : {ligne.decode()}{dit.read().decode()}")
            yield int(ligne)
        finally:
            end(process, FIN)
