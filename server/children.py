"""The processes that the supervisor keeps running: when each is started again, when we give up."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.embedded.process import end, spawn
from server.logs import logger
from server.refus import Refus

ROOT = Path(__file__).resolve().parent.parent
PAUSES = (0.5, 1, 2, 4, 8, 15, 30)  # seconds before the nth start in a row
STABLE = 60.0  # seconds of life after which earlier deaths are forgotten
TOO_MANY = 5  # deaths of the web within STABLE, after which we say so and stop
STOP_WITHIN = 25.0  # seconds; a little more than each process leaves its own work

log = logger("superviseur")


@dataclass
class Child:
    """One role, run by the same program as us."""

    role: str
    environment: Mapping[str, str]
    descriptor: int | None = None
    """A socket handed over, for the web."""
    process: subprocess.Popen[bytes] | None = None
    start_at: float | None = None
    deaths: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        inherited = () if self.descriptor is None else (self.descriptor,)
        options = [] if self.descriptor is None else ["--descripteur", str(self.descriptor)]
        self.start_at = None
        self.process = spawn(
            [sys.executable, "-m", "server", self.role, *options],
            # Nothing to drain once we are dead: PostgreSQL goes at the same moment.
            death_signal=signal.SIGKILL,
            folder=ROOT,
            environment=self.environment,
            pass_fds=inherited,
        )

    def tend(self) -> None:
        """Note a death, plan the next start, or do it when its time has come. Raises Refus."""
        now = time.monotonic()
        if self.start_at is not None:
            if now >= self.start_at:
                self.start()
        elif self.process is not None and self.process.poll() is not None:
            self._mourn(now)

    def _mourn(self, now: float) -> None:
        assert self.process is not None
        while self.deaths and self.deaths[0] < now - STABLE:
            self.deaths.popleft()
        self.deaths.append(now)
        code = self.process.returncode
        if self.role == "web" and len(self.deaths) >= TOO_MANY:
            raise Refus(
                f"Le processus web s’est arrêté {TOO_MANY} fois en {STABLE:.0f} s "
                f"(dernier code : {code}) : Guichet s’arrête."
            )
        pause = PAUSES[min(len(self.deaths), len(PAUSES)) - 1]
        log.warning("processus arrêté", role=self.role, code=code, reprise_dans_s=pause)
        self.start_at = now + pause

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        self.start_at = None
        if self.process is not None:
            end(self.process, (signal.SIGTERM, STOP_WITHIN))


def inherited_environment(addresses: Mapping[str, str]) -> dict[str, str]:
    """Ours, and where the stack is."""
    return {**os.environ, **addresses}
