from datetime import datetime

from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.errors import DomainError


class ArchivageImpossible(DomainError):
    """rules 3.15.1"""

    code = "non_termine"

    def __init__(self) -> None:
        super().__init__(
            "Un dossier ne peut être déplacé dans « à archiver » qu’une fois le traitement terminé"
        )


class NonArchive(DomainError):
    code = "non_archive"

    def __init__(self) -> None:
        super().__init__("Un dossier non archivé ne peut pas être désarchivé")


def exiger_archivable(dossier: Dossier) -> None:
    """Raises ArchivageImpossible before a decision (rules 3.15.1)."""
    if dossier.state not in TERMINE:
        raise ArchivageImpossible


def exiger_archive(dossier: Dossier) -> None:
    """Raises NonArchive."""
    if not dossier.archive:
        raise NonArchive


def archiver(dossier: Dossier, *, par: str | None, at: datetime) -> None:
    """`par` is an e-mail address. Raises ArchivageImpossible."""
    exiger_archivable(dossier)
    dossier.archive = True
    dossier.archive_le = at
    dossier.archive_par = par
    toucher(dossier, at=at)


def desarchiver(dossier: Dossier, *, at: datetime) -> None:
    """Raises NonArchive."""
    exiger_archive(dossier)
    dossier.archive = False
    dossier.archive_le = dossier.archive_par = None
    toucher(dossier, at=at)
