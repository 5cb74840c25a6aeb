"""Mails of accounts that must not be told by the time an answer takes: only here is the account looked for."""

from datetime import datetime

from sqlalchemy import func, select

from domain.sessions.envois import envoyer_l_oubli, envoyer_le_deblocage
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import travail


@travail("envoyer_l_oubli")
def oubli(contexte: Contexte, *, email: str) -> None:
    contexte.base.transaction(lambda tx: envoyer_l_oubli(tx, email, at=_maintenant(tx)))


@travail("envoyer_le_deblocage")
def deblocage(contexte: Contexte, *, email: str) -> None:
    contexte.base.transaction(lambda tx: envoyer_le_deblocage(tx, email, at=_maintenant(tx)))


def _maintenant(tx: Transaction) -> datetime:
    at: datetime = tx.session.scalars(select(func.now())).one()
    return at
