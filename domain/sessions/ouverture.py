"""Sessions: opened, seen, ended. Each sign-in makes a new one: a cookie put there before is worth nothing."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, literal_column, or_, select
from sqlalchemy.orm import Session

from domain.comptes.models import Compte
from domain.sessions.models import SessionDeCompte
from domain.sessions.secret import empreinte, engendrer
from domain.signaux import Quoi, Signal
from domain.transactions import Transaction

INACTIVITE = timedelta(hours=1)
SOUVENIR = timedelta(days=14)
"""How long any session lasts at most; one that is remembered lasts that long without being used."""

NAVIGATEUR_MAX = 200  # characters kept of what a browser says of itself


class Ouverte(NamedTuple):
    """A session that is alive, and whose it is."""

    id: int
    compte_id: int
    email: str
    souvenir: bool


def _duree(duree: timedelta) -> ColumnElement[Any]:
    """Fixed text, for statements that are written once."""
    return literal_column(f"interval '{duree.total_seconds():.0f} seconds'")


def vivante() -> ColumnElement[bool]:
    return and_(
        SessionDeCompte.cree_le > func.now() - _duree(SOUVENIR),
        or_(SessionDeCompte.souvenir, SessionDeCompte.vue_le > func.now() - _duree(INACTIVITE)),
    )


def ouvrir(
    tx: Transaction, *, compte_id: int, souvenir: bool, navigateur: str, adresse: str, at: datetime
) -> str:
    """A new session; returns what its cookie holds, which cannot be had again."""
    secret = engendrer()
    tx.add(
        SessionDeCompte(
            compte_id=compte_id, empreinte=empreinte(secret), souvenir=souvenir,
            navigateur=lisible(navigateur), adresse=adresse, cree_le=at, vue_le=at,
        )
    )  # fmt: skip
    return secret


def lisible(navigateur: str) -> str:
    """What a browser says of itself may be anything."""
    return "".join(c for c in navigateur if c.isprintable())[:NAVIGATEUR_MAX]


def lire(session: Session, secret: str) -> Ouverte | None:
    trouvee = session.execute(
        select(SessionDeCompte.id, Compte.id, Compte.email, SessionDeCompte.souvenir)
        .join(Compte, Compte.id == SessionDeCompte.compte_id)
        .where(SessionDeCompte.empreinte == empreinte(secret), vivante())
    ).one_or_none()
    return None if trouvee is None else Ouverte(*trouvee)


def fermer(tx: Transaction, secret: str) -> None:
    """One that is already over is over."""
    _effacer(tx, SessionDeCompte.empreinte == empreinte(secret))


def revoquer(tx: Transaction, *, compte_id: int, session_id: int) -> bool:
    """Whether there was such a session of this account."""
    return _effacer(tx, SessionDeCompte.id == session_id, SessionDeCompte.compte_id == compte_id)


def fermer_toutes(tx: Transaction, *, compte_id: int) -> None:
    _effacer(tx, SessionDeCompte.compte_id == compte_id)


def fermer_les_autres(tx: Transaction, *, compte_id: int, que: int) -> None:
    """All but that one."""
    _effacer(tx, SessionDeCompte.compte_id == compte_id, SessionDeCompte.id != que)


def _effacer(tx: Transaction, *conditions: ColumnElement[bool]) -> bool:
    effacees = tx.session.execute(
        delete(SessionDeCompte)
        .where(*conditions)
        .returning(SessionDeCompte.id)
        .execution_options(synchronize_session=False)
    )
    numeros = effacees.scalars().all()
    for numero in numeros:
        tx.signaler(Signal(quoi=Quoi.droits, session_id=numero))
    return bool(numeros)
