"""Sessions opened by ProConnect or FranceConnect: it is told when they end."""

from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.identites.models import SessionFederee
from domain.sessions.models import Moyen, SessionDeCompte
from domain.sessions.secret import empreinte
from domain.transactions import Transaction


class Federee(NamedTuple):
    fournisseur: Moyen
    preuve: str


def retenir(tx: Transaction, secret: str, *, fournisseur: Moyen, preuve: str) -> None:
    """`secret` is the cookie of a session that has just been opened."""
    tx.flush()
    numero = tx.session.scalars(_numero(secret)).one()
    tx.add(SessionFederee(session_id=numero, fournisseur=fournisseur, preuve=preuve))


def d_ou_vient(session: Session, secret: str) -> Federee | None:
    trouvee = session.execute(
        select(SessionFederee.fournisseur, SessionFederee.preuve).where(
            SessionFederee.session_id.in_(_numero(secret))
        )
    ).one_or_none()
    return None if trouvee is None else Federee(*trouvee)


def _numero(secret: str) -> Select[int]:
    return select(SessionDeCompte.id).where(SessionDeCompte.empreinte == empreinte(secret))
