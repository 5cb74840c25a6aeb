"""What the servers of this process say, kept out of pytest's own capture.

They speak from threads, a moment after they have answered: what a test captures is closed by then, and
CPython has been seen to crash on writing there.
"""

import atexit
import logging
import os
from pathlib import Path
from tempfile import mkstemp

from server.logs import configure_logs

_numero, _CHEMIN = mkstemp(prefix="guichet-journal-")
_FICHIER = os.fdopen(_numero, "a", encoding="utf-8", buffering=1)
atexit.register(os.unlink, _CHEMIN)


def ecouter() -> None:
    """From here on, all that this process logs goes to the journal, as an operator would read it."""
    configure_logs("json", process="essai", to=_FICHIER)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd, the receiver of tests


class Journal:
    """What is said once one has begun to listen."""

    def __init__(self) -> None:
        self._debut = _taille()

    def texte(self) -> str:
        with Path(_CHEMIN).open("rb") as fichier:
            fichier.seek(self._debut)
            return fichier.read().decode()


def _taille() -> int:
    return Path(_CHEMIN).stat().st_size
