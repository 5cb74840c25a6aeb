"""A program that receives calls: a real one, on a real port, that does what a test tells it."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue
from threading import Event, Lock, Thread

Faire = Callable[[socket.socket, Event], None]
"""Answers a request that was read; `Event` is set when the test is over, for whoever waits."""


@dataclass(frozen=True)
class Appel:
    ligne: str
    entetes: dict[str, str]
    corps: bytes


@dataclass
class Receveur:
    """`connexions` counts those that were made, requests or not; `suite` holds what to do of the next
    requests, the last of it being done for ever."""

    port: int
    suite: list[Faire]
    connexions: int = 0
    appels: "Queue[Appel]" = field(default_factory=Queue)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def recus(self, nombre: int) -> list[Appel]:
        """The next calls, waited for."""
        return [self.appels.get(timeout=10) for _ in range(nombre)]


def repondre(statut: int, *entetes: str, corps: bytes = b"") -> Faire:
    def faire(connexion: socket.socket, fini: Event) -> None:
        lignes = [f"HTTP/1.1 {statut} X", *entetes, f"Content-Length: {len(corps)}", "", ""]
        connexion.sendall("\r\n".join(lignes).encode() + corps)

    return faire


def se_taire(connexion: socket.socket, fini: Event) -> None:
    """Holds the connection, without a word, for as long as the test lasts."""
    fini.wait(30)


def raccrocher(connexion: socket.socket, fini: Event) -> None:
    return


def goutter(connexion: socket.socket, fini: Event) -> None:
    """A byte at a time: each comes soon, and the answer never ends."""
    connexion.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not fini.wait(0.02):
        connexion.sendall(b"x")


@contextmanager
def recevoir(
    *suite: Faire, hote: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[Receveur]:
    """Listens until the block ends."""
    famille = socket.AF_INET6 if ":" in hote else socket.AF_INET
    with socket.create_server((hote, 0), family=famille) as ecoute:
        receveur = Receveur(ecoute.getsockname()[1], list(suite) or [repondre(200)])
        fini, verrou = Event(), Lock()
        fils: list[Thread] = []

        def servir(connexion: socket.socket) -> None:
            with connexion:
                connexion.settimeout(10)
                try:
                    parlee = tls.wrap_socket(connexion, server_side=True) if tls else connexion
                    appel = _lire(parlee)
                    with verrou:
                        faire = receveur.suite.pop(0) if len(receveur.suite) > 1 else receveur.suite[0]  # fmt: skip
                    receveur.appels.put(appel)
                    faire(parlee, fini)
                    if tls:
                        parlee.close()
                except OSError:
                    return

        def accepter() -> None:
            while True:
                connexion, _ = ecoute.accept()
                if fini.is_set():
                    connexion.close()
                    return
                receveur.connexions += 1
                fils.append(Thread(target=servir, args=(connexion,)))
                fils[-1].start()

        portier = Thread(target=accepter)
        portier.start()
        try:
            yield receveur
        finally:
            fini.set()
            socket.create_connection(ecoute.getsockname()[:2]).close()
            portier.join()
            for fil in fils:
                fil.join()


def _lire(connexion: socket.socket) -> Appel:
    recu = b""
    while b"\r\n\r\n" not in recu:
        morceau = connexion.recv(65_536)
        if not morceau:
            raise OSError("the caller left")
        recu += morceau
    tete, _, corps = recu.partition(b"\r\n\r\n")
    ligne, *lignes = tete.decode("latin-1").split("\r\n")
    entetes = {
        nom.lower(): valeur.strip() for nom, _, valeur in (each.partition(":") for each in lignes)
    }
    while len(corps) < int(entetes.get("content-length", 0)):
        corps += connexion.recv(65_536)
    return Appel(ligne, entetes, corps)
