"""PostgreSQL, Valkey, a mail server and Guichet's processes, for these tests alone: all of it may be killed."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import redis

from server.embedded.data_folder import hold
from server.embedded.part import Part
from server.embedded.stack import EmbeddedStack
from server.listening import reserve_socket
from server.migrate import migrate
from server.settings import Settings, load_settings
from tests.chaos.processus import Processus
from tests.chaos.puits import Puits
from tests.conftest import data_folder

TUES = ("web", "worker", "relay", "mailer")
PATIENCE = 120.0  # seconds, never reached unless something is broken
REGARD = 0.05  # seconds between two looks at what is waited for


class Pile:
    """Used from the main thread only. `processus` has the two web processes of one socket."""

    def __init__(self, settings: Settings, stack: EmbeddedStack, puits: Puits) -> None:
        self.settings, self.puits, self.folder = settings, puits, settings.data_folder
        self._postgres, self._valkey = (_part(stack, nom) for nom in ("PostgreSQL", "Valkey"))
        self._socket = reserve_socket(settings.host, 0)
        self.port = self._socket.getsockname()[1]
        self.composer(**{role: 2 if role == "web" else 1 for role in TUES})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def composer(self, **combien: int) -> None:
        """Which processes, by role; said before they are started."""
        environnement = {**self.settings.as_environment(), "GUICHET_PORT": str(self.port)}
        self.processus = [
            Processus(
                role, environnement, self.folder / f"{role}-{rang}.log",
                self._socket.fileno() if role == "web" else None,
            )
            for role, nombre in combien.items() for rang in range(nombre)
        ]  # fmt: skip

    def demarrer(self, *, seulement: str = "") -> None:
        """All the roles, or one: the others are then not there."""
        self.puits.ouvrir()
        if seulement:
            self.processus = [chacun for chacun in self.processus if chacun.role == seulement]
        for processus in self.processus:
            processus.demarrer()
        self.attendre(lambda: all(processus.est_pret for processus in self.processus))

    def arreter(self) -> None:
        for processus in self.processus:
            processus.tuer()
        self.puits.fermer()
        self._socket.close()

    def attendre(self, condition: Callable[[], bool], *, patience: float = PATIENCE) -> None:
        """Until it is true; whoever died meanwhile is started again, as its supervisor would."""

        def veillee() -> bool:
            self.veiller()
            return condition()

        self.attendre_sans_relancer(veillee, patience=patience)

    def attendre_sans_relancer(
        self, condition: Callable[[], bool], *, patience: float = PATIENCE
    ) -> None:
        pause = Event()
        for _ in range(int(patience / REGARD)):
            if condition():
                return
            pause.wait(REGARD)
        raise AssertionError(f"toujours pas, au bout de {patience} s : {condition}")

    def veiller(self) -> None:
        for processus in self.processus:
            if processus.est_mort:
                processus.demarrer()

    # --- what may happen ---------------------------------------------------------------------------

    def tuer(self, role: str, choisir: Callable[[list[Processus]], Processus]) -> None:
        """One that was serving, so that the kill interrupts something."""
        de_ce_role = [processus for processus in self.processus if processus.role == role]
        self.attendre(lambda: any(processus.est_pret for processus in de_ce_role))
        choisir([processus for processus in de_ce_role if processus.est_pret]).tuer()

    def arreter_postgres(self) -> None:
        """At once, connections and transactions cut where they are; then started again."""
        assert self._postgres.process is not None
        self._postgres.process.send_signal(signal.SIGQUIT)
        self._postgres.process.wait()
        self._postgres.restart()

    def vider_valkey(self) -> None:
        with redis.Redis.from_url(self.settings.require("redis_url")) as client:
            client.flushall()

    def arreter_valkey(self) -> None:
        assert self._valkey.process is not None
        self._valkey.process.kill()
        self._valkey.process.wait()

    def relancer_valkey(self) -> None:
        self._valkey.restart()

    def un(self, requete: str) -> int:
        """A number that the database says."""
        return int(self.lire(requete)[0][0])

    def lire(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.settings.require("database_url")) as connexion:
            lues = connexion.execute(requete.encode(), valeurs or None)
            return lues.fetchall() if lues.description else []


@contextmanager
def pile(**environnement: str) -> Iterator[Pile]:
    """`environnement` gives the address of a part that this pile need not have, S3 for one."""
    puits = Puits()
    with data_folder() as folder, hold(folder):
        # Durable: what was acknowledged must be there after PostgreSQL is cut.
        stack = EmbeddedStack(
            load_settings(data_folder=folder, SMTP_URL=puits.url, **environnement), durable=True
        )
        stack.start()
        try:
            yield from _servie(stack, folder, puits, environnement)
        finally:
            stack.stop()


def _servie(
    stack: EmbeddedStack, folder: Path, puits: Puits, environnement: dict[str, str]
) -> Iterator[Pile]:
    adresses = {"SMTP_URL": puits.url, **environnement, **stack.addresses}
    settings = load_settings(data_folder=folder, **adresses)
    migrate(settings.require("database_url"))
    montee = Pile(settings, stack, puits)
    try:
        yield montee
    finally:
        montee.arreter()


def _part(stack: EmbeddedStack, nom: str) -> Part:
    return next(part for part in stack.parts if part.name == nom)
