"""What the antivirus says of a file, kept on its row (rules 10.4)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update

from domain.fichiers.attachement import FichierAttache
from domain.fichiers.models import Analyse, Fichier
from domain.transactions import Transaction

LOT = 1000
ATTENTE = timedelta(hours=1)


class AAnalyser(NamedTuple):
    cle: str
    md5: str


def a_analyser(tx: Transaction, fichier_id: int) -> AAnalyser | None:
    """The file, if it still waits for its scan: it may be gone, or scanned by another."""
    attend = select(Fichier.cle, Fichier.md5).where(
        Fichier.id == fichier_id, Fichier.analyse == Analyse.pending
    )
    trouve = tx.session.execute(attend).one_or_none()
    return AAnalyser(*trouve) if trouve else None


def noter(tx: Transaction, fichier_id: int, analyse: Analyse) -> bool:
    """The first verdict stays: False when there was one, or the file is gone."""
    note = (
        update(Fichier)
        .where(Fichier.id == fichier_id, Fichier.analyse == Analyse.pending)
        .values(analyse=analyse)
        .returning(Fichier.id)
    )
    return tx.session.scalar(note) is not None


def redemander(tx: Transaction, *, at: datetime) -> int:
    """Ask again for the scan of files that still wait after an hour; how many (nightly, rules 10.4)."""
    attendent = (
        select(Fichier.id)
        .where(Fichier.analyse == Analyse.pending, Fichier.cree_le < at - ATTENTE)
        .order_by(Fichier.id)
        .limit(LOT)
    )
    fichiers = tx.session.scalars(attendent).all()
    for fichier_id in fichiers:
        tx.publish(FichierAttache(fichier_id=fichier_id))
    return len(fichiers)
