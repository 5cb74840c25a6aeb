"""What making an export needs from outside: given once, by the process that makes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.base_de_donnees import BaseSynchrone
from adapters.storage import Storage

Composer = Callable[[], bytes]
"""Makes the PDF of a dossier that was read. Raises ImpressionImpossible."""


class Imprimerie(Protocol):
    """Prints dossiers as their PDF, which is made of what the API reads: jobs do not know how."""

    def imprimer(self, demarche_id: int, dossiers: Sequence[int]) -> Mapping[int, Composer]:
        """Those of these dossiers that can be read now, read. Raises psycopg.OperationalError."""
        ...


@dataclass(frozen=True)
class Atelier:
    """`analyses`: an antivirus scans the files of this installation. `arret`: the process is told to stop."""

    base: BaseSynchrone
    storage: Storage
    imprimerie: Imprimerie
    analyses: bool = False
    arret: Callable[[], bool] = lambda: False
