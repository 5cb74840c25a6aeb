"""Mails of accounts that must not be told by the time an answer takes: only here is the account looked for."""

from datetime import datetime

from sqlalchemy import func, select

from domain.sessions import changement_d_adresse, inscription
from domain.sessions.envois import envoyer_l_oubli, envoyer_le_deblocage, inviter_l_instructeur
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import travail


@travail("envoyer_l_oubli")
def oubli(contexte: Contexte, *, email: str) -> None:
    contexte.base.transaction(lambda tx: envoyer_l_oubli(tx, email, at=_maintenant(tx)))


@travail("envoyer_le_deblocage")
def deblocage(contexte: Contexte, *, email: str) -> None:
    contexte.base.transaction(lambda tx: envoyer_le_deblocage(tx, email, at=_maintenant(tx)))


@travail("inviter_l_instructeur")
def invitation(contexte: Contexte, *, instructeur_id: int) -> None:
    contexte.base.transaction(
        lambda tx: inviter_l_instructeur(tx, instructeur_id=instructeur_id, at=_maintenant(tx))
    )


@travail("repondre_a_l_inscription")
def inscrire(contexte: Contexte, *, email: str) -> None:
    contexte.base.transaction(lambda tx: inscription.repondre(tx, email, at=_maintenant(tx)))


@travail("demander_le_changement_d_adresse")
def changer(contexte: Contexte, *, compte_id: int, nouvelle: str) -> None:
    contexte.base.transaction(
        lambda tx: changement_d_adresse.demander(
            tx, compte_id=compte_id, nouvelle=nouvelle, at=_maintenant(tx)
        )
    )


def _maintenant(tx: Transaction) -> datetime:
    at: datetime = tx.session.scalars(select(func.now())).one()
    return at
