"""Taking files away: their rows in the transaction, their objects once it is committed.

The keys of objects to delete are rows too (`objets_a_effacer`): a crash between the two forgets none.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, DateTime, delete, insert, literal, select
from sqlalchemy import cast as sql_cast

from domain.events import Event
from domain.fichiers.models import Fichier, ObjetAEffacer
from domain.transactions import Transaction

LOT = 1000  # objects deleted at once


@dataclass(frozen=True, kw_only=True)
class FichiersRetires(Event):
    """Objects are to be deleted."""

    nombre: int


def retirer(tx: Transaction, *conditions: ColumnElement[bool], at: datetime) -> int:
    """Forget the files that meet these conditions; how many there were. One statement deletes the rows
    and notes the keys of their objects."""
    tx.flush()
    partis = delete(Fichier).where(*conditions).returning(Fichier.cle).cte("partis")
    depuis = sql_cast(literal(at), DateTime(timezone=True))
    cles = insert(ObjetAEffacer).from_select(["cle", "depuis"], select(partis.c.cle, depuis))
    effaces = tx.session.execute(
        cles.returning(ObjetAEffacer.cle), execution_options={"synchronize_session": False}
    )
    nombre = len(effaces.all())
    if nombre:
        tx.publish(FichiersRetires(nombre=nombre))
    return nombre


def retirer_des_dossiers(tx: Transaction, dossiers: Collection[int]) -> list[str]:
    """Forget every file of these dossiers. Returns the keys of the objects to delete: for who deletes
    them himself after the commit, and can afford to lose some."""
    tx.flush()
    effaces = delete(Fichier).where(Fichier.dossier_id.in_(dossiers)).returning(Fichier.cle)
    return list(tx.session.scalars(effaces.execution_options(synchronize_session=False)))


def objets_a_effacer(tx: Transaction) -> list[str]:
    """Some of the objects that nothing names. One that a file names, whatever the reason, is left alone:
    a key is made for one file, and never given to another."""
    nomme = select(Fichier.id).where(Fichier.cle == ObjetAEffacer.cle).exists()
    a_effacer = select(ObjetAEffacer.cle).where(~nomme).order_by(ObjetAEffacer.cle).limit(LOT)
    return list(tx.session.scalars(a_effacer))


def noter_effaces(tx: Transaction, cles: Collection[str]) -> None:
    tx.session.execute(delete(ObjetAEffacer).where(ObjetAEffacer.cle.in_(cles)))
