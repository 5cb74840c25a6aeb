"""Rows that wait for their turn: the sheet that they go to is written after others."""

import pickle
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, Self

from exports.tableur.cellules import Cellule

EN_MEMOIRE = 1 << 20


class Attente:
    """In memory, then on disk: what waits does not weigh. Ours alone, it is read back as it was written."""

    def __init__(self) -> None:
        self._fichier: Any = SpooledTemporaryFile(EN_MEMOIRE)  # noqa: SIM115  # closed by __exit__
        self._nombre = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        genre: type[BaseException] | None,
        erreur: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._fichier.close()

    def ajouter(self, ligne: Sequence[Cellule]) -> None:
        pickle.dump(list(ligne), self._fichier, pickle.HIGHEST_PROTOCOL)
        self._nombre += 1

    def __iter__(self) -> Iterator[list[Cellule]]:
        self._fichier.seek(0)
        for _ in range(self._nombre):
            yield pickle.load(self._fichier)
