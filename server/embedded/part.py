"""What the three embedded parts have in common: a folder, a process, a log, readiness."""

import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from server.embedded.ports import free_ports
from server.embedded.process import end
from server.refus import Refus

READY_WITHIN = 60.0  # seconds; a cold start takes about one
ATTEMPTS = 3
LOG_LIMIT = 10 * 1024 * 1024  # bytes; the previous log is dropped beyond, at a start


class NotReady(Exception):
    """The part runs and does not answer yet."""


class Part(ABC):
    """A server run as our child, as long as we live."""

    name: ClassVar[str]

    ports_needed: ClassVar[int] = 1
    stop_signals: ClassVar[tuple[tuple[signal.Signals, float], ...]]
    """What stops it cleanly and how many seconds that may take, then harsher ones."""
    abandon: ClassVar[signal.Signals] = signal.SIGKILL
    """What stops one whose data nobody keeps: it has nothing to put in order."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.ports: list[int] = []
        self.durable = durable
        self.log = folder.parent / "journaux" / f"{folder.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def prepare(self) -> None:
        """Make ready on disk what must be. Called before each launch."""

    @abstractmethod
    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server. From the main thread: see `dies_with_us`."""

    @abstractmethod
    def probe(self) -> None:
        """Ask something real of the server. Raises NotReady."""

    @abstractmethod
    def addresses(self) -> Mapping[str, str]:
        """The environment that reaches the server, secrets included."""

    def begin(self, *, keep_ports: bool = False) -> None:
        """Prepare and launch, without waiting: the parts start side by side."""
        if not keep_ports or not self.ports:
            self.ports = free_ports(self.ports_needed)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.unlink()
        self.prepare()
        self.process = self.launch()

    def wait_until_ready(self) -> None:
        """Return once the server answers, launching it again if it died on the way.

        A port may be lost to another program, or a killed predecessor's last breath refused us:
        both pass by themselves. Raises Refus with the server's own last words.
        """
        self._wait(keep_ports=False)

    def restart(self) -> None:
        """Start again a server that died, where its clients know it. Raises Refus."""
        self.begin(keep_ports=True)
        self._wait(keep_ports=True)

    def _wait(self, *, keep_ports: bool) -> None:
        deadline = time.monotonic() + READY_WITHIN
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.3)
                self.begin(keep_ports=keep_ports)
            if self._answers(deadline):
                return
        raise Refus(f"{self.name} embarqué n’a pas démarré : {self.last_words()}.")

    def _answers(self, deadline: float) -> bool:
        assert self.process is not None
        while self.process.poll() is None:
            try:
                self.probe()
            except NotReady:
                if time.monotonic() > deadline:
                    raise Refus(
                        f"{self.name} embarqué ne répond pas au bout de {READY_WITHIN:.0f} s "
                        f"(journal : {self.log})."
                    ) from None
                time.sleep(0.02)
            else:
                return True
        return False

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self._stops[0][0])

    def finish(self) -> None:
        """Once asked to stop: wait for it, by force in the end. Nothing of it runs on return."""
        if self.process is not None:
            (_, seconds), *harsher = self._stops
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
            end(self.process, *harsher)
        self.clean()

    @property
    def _stops(self) -> tuple[tuple[signal.Signals, float], ...]:
        return self.stop_signals if self.durable else ((self.abandon, 10.0),)

    def clean(self) -> None:  # noqa: B027  (most parts leave nothing behind)
        """Remove what it leaves outside its folder."""

    def last_words(self) -> str:
        """Why it stopped, by its log: the last line that reports an error, else the last line."""
        lines = (
            self.log.read_text(errors="replace").splitlines()[-200:] if self.log.exists() else []
        )
        if any("No space left on device" in line for line in lines[-30:]):
            return f"plus de place sur le disque de {self.folder.parent}"
        grave = [x for x in lines if "FATAL" in x or "PANIC" in x or x.startswith("F")]
        last = (grave or [x for x in lines if x.strip()] or ["aucun message"])[-1]
        return f"{last.strip()[:200]} (journal : {self.log})"
