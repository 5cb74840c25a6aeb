"""« À archiver », and out of it (rules 3.15, api 10.6)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import demarche_de
from domain.actes.trace import consigner
from domain.auteurs import Auteur
from domain.comptes.models import Instructeur
from domain.dossiers import archivage
from domain.dossiers.events import DossierArchive
from domain.dossiers.models import Dossier
from domain.journal.models import Operation
from domain.transactions import Transaction


def archiver(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    at: datetime,
) -> None:  # fmt: skip
    """Doing it twice is allowed. Raises ArchivageImpossible, AccesRefuse."""
    archivage.exiger_archivable(dossier)
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    archivage.archiver(dossier, par=instructeur.compte.email, at=at)
    _dire(tx, dossier, Operation.archiver, auteur=auteur, at=at)


def desarchiver(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    at: datetime,
) -> None:  # fmt: skip
    """Raises NonArchive, AccesRefuse."""
    archivage.exiger_archive(dossier)
    exiger_un_instructeur(tx, dossier, instructeur)
    archivage.desarchiver(dossier, at=at)
    _dire(tx, dossier, Operation.desarchiver, auteur=auteur, at=at)


def _dire(
    tx: Transaction, dossier: Dossier, operation: Operation, *, auteur: Auteur, at: datetime
) -> None:
    consigner(tx, operation, dossier, demarche=demarche_de(tx, dossier), auteur=auteur, at=at)
    tx.publish(
        DossierArchive(
            dossier_id=dossier.id, demarche_id=dossier.demarche_id, archive=dossier.archive, le=at
        )
    )
