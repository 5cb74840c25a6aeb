"""Six failures close an address for an hour, or until a link sent by mail opens it (rules 11.1).

A try is counted before the password is looked at: a hundred at the same time are still six.
"""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import case, delete, func
from sqlalchemy.dialects.postgresql import insert

from domain.comptes.roles import normaliser
from domain.sessions.models import Tentative
from domain.transactions import Transaction

ECHECS_MAX = 6
DUREE = timedelta(hours=1)
OUBLI = timedelta(days=7)
"""After which failures that closed nothing are forgotten."""


def cle(email: str) -> bytes:
    return sha256(normaliser(email).encode()).digest()


def compter(tx: Transaction, email: str) -> int:
    return compter_sous(tx, cle(email))


def compter_sous(tx: Transaction, cle: bytes) -> int:
    """The rank of this try among those that have not succeeded; over ECHECS_MAX it is not to be looked
    at. Tries on a closed address do not keep it closed."""
    ferme = Tentative.nombre >= ECHECS_MAX
    passe = Tentative.derniere_le <= func.now() - DUREE
    noter = insert(Tentative).values(adresse=cle, nombre=1)
    return tx.session.execute(
        noter.on_conflict_do_update(
            index_elements=[Tentative.adresse],
            set_={
                "nombre": case(
                    (ferme & passe, 1), else_=func.least(Tentative.nombre + 1, ECHECS_MAX + 1)
                ),
                "derniere_le": case((ferme & ~passe, Tentative.derniere_le), else_=func.now()),
            },
        ).returning(Tentative.nombre)
    ).scalar_one()


def oublier(tx: Transaction, email: str) -> None:
    oublier_sous(tx, cle(email))


def oublier_sous(tx: Transaction, cle: bytes) -> None:
    tx.session.execute(
        delete(Tentative)
        .where(Tentative.adresse == cle)
        .execution_options(synchronize_session=False)
    )
