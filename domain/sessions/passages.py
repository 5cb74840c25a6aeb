"""A limit held by PostgreSQL while Valkey is away: so many in a window that begins with the first."""

from datetime import timedelta

from sqlalchemy import case, delete, func
from sqlalchemy.dialects.postgresql import insert

from domain.sessions.models import Passage
from domain.transactions import Transaction


def compter(tx: Transaction, cle: str, *, fenetre: timedelta) -> int:
    """How many have come since the window began, this one included."""
    passee = Passage.depuis_le <= func.now() - fenetre
    return tx.session.execute(
        insert(Passage)
        .values(cle=cle, nombre=1)
        .on_conflict_do_update(
            index_elements=[Passage.cle],
            set_={
                "nombre": case((passee, 1), else_=Passage.nombre + 1),
                "depuis_le": case((passee, func.now()), else_=Passage.depuis_le),
            },
        )
        .returning(Passage.nombre)
    ).scalar_one()


def oublier(tx: Transaction, *, fenetre: timedelta) -> None:
    tx.session.execute(
        delete(Passage)
        .where(Passage.depuis_le < func.now() - fenetre)
        .execution_options(synchronize_session=False)
    )
