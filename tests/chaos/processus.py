"""One of Guichet's processes, as `guichet serve` starts them; it is killed as a machine kills: by -9."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server.children import ROOT
from server.embedded.process import spawn

PRET = "prêt".encode()


@dataclass
class Processus:
    """`journal` is where it writes. Start it from the main thread only: see `dies_with_us`."""

    role: str
    environnement: Mapping[str, str]
    journal: Path
    descripteur: int | None = None
    vivant: "subprocess.Popen[bytes] | None" = None
    _depuis: int = 0

    def demarrer(self) -> None:
        options = [] if self.descripteur is None else ["--descripteur", str(self.descripteur)]
        self._depuis = self.journal.stat().st_size if self.journal.exists() else 0
        with self.journal.open("ab") as sortie:
            self.vivant = spawn(
                [sys.executable, "-m", "server", self.role, *options],
                death_signal=signal.SIGKILL,
                folder=ROOT,
                output=sortie,
                environment={**os.environ, **self.environnement},
                pass_fds=() if self.descripteur is None else (self.descripteur,),
            )

    @property
    def est_pret(self) -> bool:
        """Whether it runs, and has said that it is ready."""
        if self.est_mort:
            return False
        with self.journal.open("rb") as lu:
            lu.seek(self._depuis)
            return PRET in lu.read(65_536)

    @property
    def est_mort(self) -> bool:
        return self.vivant is None or self.vivant.poll() is not None

    def tuer(self) -> None:
        if self.vivant is not None:
            self.vivant.kill()
            self.vivant.wait()
