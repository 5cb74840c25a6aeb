"""Links sent by mail: made, looked at without being used, used once."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from domain.comptes.models import Compte
from domain.errors import Introuvable
from domain.sessions.models import LienDeCompte, Usage
from domain.sessions.secret import empreinte, engendrer
from domain.transactions import Transaction

DUREES = {
    Usage.activation: timedelta(days=7),
    Usage.mot_de_passe: timedelta(days=7),
    Usage.deblocage: timedelta(days=7),
    Usage.appareil: timedelta(days=7),
}

# Whoever asks again gets no second mail before that: nobody fills another's letter box. Whom others invite
# is left alone longer (rules 4.1.2).
PAUSE_DES_INVITATIONS = timedelta(days=7)
PAUSES = {
    Usage.activation: timedelta(minutes=15),
    Usage.mot_de_passe: timedelta(minutes=15),
    Usage.deblocage: timedelta(),
    Usage.appareil: timedelta(minutes=15),
}


# How long a browser that opened one of these is trusted (rules 11.2).
CONFIANCE = timedelta(days=30)
CONFIANTS = frozenset({Usage.appareil, Usage.activation, Usage.mot_de_passe})


class LienInconnu(Introuvable):
    """It never was, it is over, or it has been used: not told apart."""

    code = "lien_inconnu"

    def __init__(self) -> None:
        super().__init__("Ce lien n’est pas valable, ou ne l’est plus : demandez-en un autre")


class Lien(NamedTuple):
    usage: Usage
    compte_id: int
    email: str
    expire_le: datetime


def creer(tx: Transaction, *, compte_id: int, usage: Usage, at: datetime) -> tuple[int, str]:
    """The link's number, and the secret that its address holds, which cannot be had again."""
    secret = engendrer()
    lien = LienDeCompte(
        compte_id=compte_id, usage=usage, empreinte=empreinte(secret), cree_le=at,
        expire_le=at + DUREES[usage],
    )  # fmt: skip
    tx.add(lien)
    tx.flush()
    return lien.id, secret


def deja_envoye(
    session: Session, *, compte_id: int, usage: Usage, pause: timedelta | None = None, at: datetime
) -> bool:
    """Whether one that may still be used was made a moment ago."""
    depuis = at - (PAUSES[usage] if pause is None else pause)
    recent = select(LienDeCompte.id).where(
        LienDeCompte.compte_id == compte_id,
        LienDeCompte.usage == usage,
        LienDeCompte.utilise_le.is_(None),
        LienDeCompte.cree_le > depuis,
    )
    return session.scalar(select(recent.exists())) or False


def _bon(secret: str, usages: frozenset[Usage]) -> Select[LienDeCompte]:
    return select(LienDeCompte).where(
        LienDeCompte.empreinte == empreinte(secret),
        LienDeCompte.usage.in_(sorted(usages)),
        LienDeCompte.utilise_le.is_(None),
        LienDeCompte.expire_le > func.now(),
    )


def regarder(session: Session, secret: str, usages: frozenset[Usage]) -> Lien:
    """Raises LienInconnu."""
    return _lu(session, session.scalars(_bon(secret, usages)).one_or_none())


def utiliser(tx: Transaction, secret: str, usages: frozenset[Usage], *, at: datetime) -> Lien:
    """Once: of two that come together, the second is told that it is over. Raises LienInconnu."""
    ligne = tx.session.scalars(_bon(secret, usages).with_for_update()).one_or_none()
    lien = _lu(tx.session, ligne)
    assert ligne is not None
    ligne.utilise_le = at
    return lien


def _lu(session: Session, ligne: LienDeCompte | None) -> Lien:
    if ligne is None:
        raise LienInconnu
    email = session.scalars(select(Compte.email).where(Compte.id == ligne.compte_id)).one()
    return Lien(ligne.usage, ligne.compte_id, email, ligne.expire_le)


def retirer_tous(tx: Transaction, *, compte_id: int) -> None:
    tx.session.execute(
        delete(LienDeCompte)
        .where(LienDeCompte.compte_id == compte_id)
        .execution_options(synchronize_session=False)
    )
