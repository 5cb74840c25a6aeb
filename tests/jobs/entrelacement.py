"""Two acts on one database, a statement at a time: whose turn it is is drawn, and nothing else decides.

Each side stops before each of its statements and before its commits. One of them is let go for a few
stops, then another. Who waits in PostgreSQL for what the other holds stays there until it has it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Event, Semaphore, Thread, local
from typing import Any

import psycopg
from sqlalchemy import Engine, event

Geste = Callable[[], Any]

# Stops that a side goes through before the other may: one by one, or a whole transaction.
ELANS = (1, 1, 1, 2, 2, 3, 5, 8, 13, 21, 34)
REGARD = 0.005  # seconds after which we ask PostgreSQL whether a side waits for the other
PATIENCE = 120.0  # seconds, never reached unless something is broken

_ici = local()


@dataclass
class Cote:
    geste: Geste
    permis: Semaphore = field(default_factory=lambda: Semaphore(0))
    arrive: Event = field(default_factory=Event)
    pid: int = 0
    """Of the PostgreSQL process that it speaks to."""
    fini: bool = False
    rendu: Any = None
    manque: BaseException | None = None

    def suivre(self) -> None:
        _ici.cote = self
        try:
            self.rendu = self.geste()
        except BaseException as error:
            self.manque = error
        finally:
            self.fini = True
            self.arrive.set()


@dataclass
class Entrelaceur:
    """`distincts` are the orders in which steps were taken, so far; `attentes` counts the times that a
    side waited for a lock of the other."""

    moniteur: psycopg.Connection
    hasard: Random
    distincts: set[tuple[int, ...]] = field(default_factory=set)
    attentes: int = 0

    def courir(self, *gestes: Geste) -> list[Any]:
        """What each gave back. Raises what one of them raised."""
        cotes = [Cote(geste) for geste in gestes]
        fils = [Thread(target=cote.suivre, daemon=True) for cote in cotes]
        for fil, cote in zip(fils, cotes, strict=True):
            fil.start()
            self._patienter(cote.arrive)
        self.distincts.add(tuple(self._derouler(cotes)))
        for fil in fils:
            fil.join()
        for cote in cotes:
            if cote.manque is not None:
                raise cote.manque
        return [cote.rendu for cote in cotes]

    def _derouler(self, cotes: Sequence[Cote]) -> Iterator[int]:
        while vivants := [cote for cote in cotes if not cote.fini]:
            libres = [cote for cote in vivants if cote.arrive.is_set()]
            if not libres:  # all of them wait: PostgreSQL frees one, or ends a deadlock
                self._patienter(vivants[0].arrive, REGARD)
                continue
            choisi = self.hasard.choice(libres)
            for _ in range(self.hasard.choice(ELANS)):
                yield cotes.index(choisi)
                choisi.arrive.clear()
                choisi.permis.release()
                self.attentes += not self._attendre(choisi)
                for autre in vivants:  # what it freed goes to its own next stop, no further
                    if not self._bloque(autre):
                        self._attendre(autre)
                if choisi.fini or not choisi.arrive.is_set():
                    break

    def _attendre(self, cote: Cote) -> bool:
        """True at its next stop, False when it waits for somebody."""
        while not cote.arrive.wait(REGARD):
            if self._bloque(cote):
                return False
        return True

    def _bloque(self, cote: Cote) -> bool:
        if cote.arrive.is_set():
            return False
        lu = self.moniteur.execute("SELECT pg_blocking_pids(%s) <> '{}'", (cote.pid,)).fetchone()
        return lu is not None and bool(lu[0])

    @staticmethod
    def _patienter(arrive: Event, au_plus: float = PATIENCE) -> None:
        if not arrive.wait(au_plus) and au_plus == PATIENCE:
            raise AssertionError(f"rien en {PATIENCE} s")


@contextmanager
def entrelaceur(url: str, graine: int) -> Iterator[Entrelaceur]:
    """While it is there, threads that it did not start go on as ever."""
    event.listen(Engine, "before_cursor_execute", _halte)
    event.listen(Engine, "commit", _halte)
    try:
        with psycopg.connect(url, autocommit=True) as moniteur:
            yield Entrelaceur(moniteur, Random(graine))
    finally:
        event.remove(Engine, "before_cursor_execute", _halte)
        event.remove(Engine, "commit", _halte)


def _halte(connexion: Any, *_: Any) -> None:
    cote: Cote | None = getattr(_ici, "cote", None)
    if cote is not None:
        cote.pid = connexion.connection.dbapi_connection.info.backend_pid
        cote.arrive.set()
        cote.permis.acquire()
