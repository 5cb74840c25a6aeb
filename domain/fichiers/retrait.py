"""Taking files away: their rows in the transaction, their objects once it is committed.

The keys of objects to delete are rows too (`objets_a_effacer`): a crash between the two forgets none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Select, bindparam, delete, func, insert, select

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
    return retirer_par(tx, retrait(*conditions), {}, at=at)


def retrait(*conditions: ColumnElement[bool]) -> Select[int]:
    """The statement of it, which may be written once for all: see `retirer_par`."""
    partis = delete(Fichier).where(*conditions).returning(Fichier.cle).cte("partis")
    depuis = bindparam("depuis", type_=DateTime(timezone=True))
    cles = insert(ObjetAEffacer).from_select(["cle", "depuis"], select(partis.c.cle, depuis))
    return select(func.count()).select_from(cles.returning(ObjetAEffacer.cle).cte("notees"))


def retirer_par(
    tx: Transaction, retrait: Select[int], parametres: Mapping[str, Any], *, at: datetime
) -> int:
    tx.flush()
    nombre = tx.session.scalars(retrait, {**parametres, "depuis": at}).one()
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
