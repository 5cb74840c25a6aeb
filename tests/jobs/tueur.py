"""A process that makes exports and kills itself at a given call to the store: `python -m tests.jobs.tueur`.

Its arguments are the name of the call, and whether death comes before or after it; its environment is the
settings.
"""

import os
import signal
import sys
from typing import Any

from jobs.exports.atelier import Atelier
from jobs.exports.boucle import faire_tous
from server.imprimerie import Imprimerie
from server.settings import Settings, load_settings
from tests.exports.preparation import atelier


def mourir(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Fatal:
    """A store, or an object by parts, one of whose calls is the last."""

    def __init__(self, vrai: Any, appel: str, quand: str) -> None:
        self._vrai, self._appel, self._quand = vrai, appel, quand

    def __getattr__(self, nom: str) -> Any:
        vrai = getattr(self._vrai, nom)

        def appeler(*valeurs: Any, **options: Any) -> Any:
            if nom == self._appel and self._quand == "avant":
                mourir()
            fait = vrai(*valeurs, **options)
            if nom == self._appel:
                mourir()
            return Fatal(fait, self._appel, self._quand) if nom == "begin" else fait

        return appeler


def main(settings: Settings, appel: str, quand: str) -> None:
    with atelier(settings) as fait:
        mortel: Any = Fatal(fait.storage, appel, quand)
        imprimerie = Imprimerie(settings.require("database_url"))
        faire_tous(Atelier(fait.base, mortel, imprimerie), mourir)


if __name__ == "__main__":
    main(load_settings(), sys.argv[1], sys.argv[2])
