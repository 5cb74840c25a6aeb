"""A guard, asked of several dossiers: who passes, and why not of each of the others."""

from collections.abc import Callable, Sequence

from domain.dossiers.models import Dossier
from domain.errors import DomainError


class Tri:
    """`refus` is by number. `garde` raises DomainError, and changes nothing."""

    def __init__(self, dossiers: Sequence[Dossier], garde: Callable[[Dossier], None]) -> None:
        self.admis: list[Dossier] = []
        self.refus: dict[int, DomainError] = {}
        for dossier in dossiers:
            try:
                garde(dossier)
            except DomainError as refus:
                self.refus[dossier.id] = refus
            else:
                self.admis.append(dossier)
