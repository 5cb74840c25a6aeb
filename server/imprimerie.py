"""Dossiers printed by tens, for exports."""

from collections.abc import Mapping, Sequence
from functools import partial

from jobs.exports.atelier import Composer


class Imprimerie:
    """`imprimer` is for one thread at a time: that of the process that makes exports."""

    def __init__(self, url: str) -> None:
        self._url = url

    def imprimer(self, demarche_id: int, dossiers: Sequence[int]) -> Mapping[int, Composer]:
        # A third of what the process holds, which exports of spreadsheets do without.
        from exports import pdf
        from server.documents.lecture_pour_imprimer import lire

        lus = lire(self._url, demarche_id, dossiers)
        return {imprime.numero: partial(pdf.composer, imprime) for imprime in lus}
