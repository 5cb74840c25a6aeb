from datetime import datetime

from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.errors import DomainError


class ArchivageImpossible(DomainError):
    """rules 3.15.1"""

    def __init__(self) -> None:
        super().__init__(
            "Un dossier ne peut être déplacé dans « à archiver » qu’une fois le traitement terminé"
        )


class NonArchive(DomainError):
    def __init__(self) -> None:
        super().__init__("Un dossier non archivé ne peut pas être désarchivé")


def archiver(dossier: Dossier, *, par: str | None, at: datetime) -> None:
    """`par` is an e-mail address. Raises ArchivageImpossible before a decision (rules 3.15.1)."""
    if dossier.state not in TERMINE:
        raise ArchivageImpossible
    dossier.archive = True
    dossier.archive_le = at
    dossier.archive_par = par
    toucher(dossier, at=at)


def desarchiver(dossier: Dossier, *, at: datetime) -> None:
    if not dossier.archive:
        raise NonArchive
    dossier.archive = False
    dossier.archive_le = dossier.archive_par = None
    toucher(dossier, at=at)
