"""Addresses that somebody says are his: promised a link, looked at without using it, confirmed once."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import Session

from domain.sessions.liens import LienInconnu
from domain.sessions.models import AConfirmer, AdresseAConfirmer
from domain.sessions.secret import empreinte, engendrer
from domain.transactions import Transaction

DUREE = timedelta(days=7)
PAUSE = timedelta(minutes=15)
"""Between two mails to the same address for the same thing."""


class Confirmee(NamedTuple):
    usage: AConfirmer
    email: str
    compte_id: int | None
    identite: dict[str, Any] | None
    cree_le: datetime
    expire_le: datetime


def promettre(
    tx: Transaction, usage: AConfirmer, *, email: str, compte_id: int | None = None,
    identite: dict[str, Any] | None = None, at: datetime,
) -> tuple[int, str] | None:  # fmt: skip
    """The link's number, and the secret that its address holds; None when one has just been sent for the
    same. An account waits for one address at a time."""
    if _deja_promise(tx.session, usage, email, compte_id, identite, at):
        return None
    if compte_id is not None:
        oublier_du_compte(tx, compte_id=compte_id)
    secret = engendrer()
    promise = AdresseAConfirmer(
        usage=usage, email=email, compte_id=compte_id, identite=identite,
        empreinte=empreinte(secret), cree_le=at, expire_le=at + DUREE,
    )  # fmt: skip
    tx.add(promise)
    tx.flush()
    return promise.id, secret


def _deja_promise(
    session: Session, usage: AConfirmer, email: str, compte_id: int | None,
    identite: dict[str, Any] | None, at: datetime,
) -> bool:  # fmt: skip
    du_meme: ColumnElement[bool] = AdresseAConfirmer.compte_id.is_not_distinct_from(compte_id)
    sujet = AdresseAConfirmer.identite["sujet"].astext
    de_la_meme: ColumnElement[bool] = sujet.is_not_distinct_from((identite or {}).get("sujet"))
    recente = select(AdresseAConfirmer.id).where(
        AdresseAConfirmer.usage == usage,
        AdresseAConfirmer.email == email,
        du_meme,
        de_la_meme,
        AdresseAConfirmer.utilise_le.is_(None),
        AdresseAConfirmer.cree_le > at - PAUSE,
    )
    return session.scalar(select(recente.exists())) or False


def _bonne(secret: str, usage: AConfirmer) -> Select[AdresseAConfirmer]:
    return select(AdresseAConfirmer).where(
        AdresseAConfirmer.empreinte == empreinte(secret),
        AdresseAConfirmer.usage == usage,
        AdresseAConfirmer.utilise_le.is_(None),
        AdresseAConfirmer.expire_le > func.now(),
    )


def regarder(session: Session, secret: str, usage: AConfirmer) -> Confirmee:
    """Raises LienInconnu."""
    return _lue(session.scalars(_bonne(secret, usage)).one_or_none())


def utiliser(tx: Transaction, secret: str, usage: AConfirmer, *, at: datetime) -> Confirmee:
    """Once: of two that come together, the second is told that it is over. Raises LienInconnu."""
    ligne = tx.session.scalars(_bonne(secret, usage).with_for_update()).one_or_none()
    confirmee = _lue(ligne)
    assert ligne is not None
    ligne.utilise_le = at
    tx.flush()
    return confirmee


def _lue(ligne: AdresseAConfirmer | None) -> Confirmee:
    if ligne is None:
        raise LienInconnu
    return Confirmee(
        ligne.usage, ligne.email, ligne.compte_id, ligne.identite, ligne.cree_le, ligne.expire_le
    )


def oublier_du_compte(tx: Transaction, *, compte_id: int) -> None:
    tx.session.execute(
        delete(AdresseAConfirmer)
        .where(AdresseAConfirmer.compte_id == compte_id)
        .execution_options(synchronize_session=False)
    )
