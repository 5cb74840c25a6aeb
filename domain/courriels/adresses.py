"""What is known of addresses: whether a person confirmed it, or asked to be left alone (rules 11.1b)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, update
from sqlalchemy.dialects.postgresql import Insert, insert

from domain.comptes.models import Compte
from domain.comptes.roles import normaliser
from domain.courriels.models import AdresseCourriel
from domain.transactions import Transaction


def attendre_verification(tx: Transaction, *, email: str, at: datetime) -> None:
    """From now on nothing but activation and verification mails goes to this address."""
    tx.session.execute(
        insert(AdresseCourriel)
        .values(email=normaliser(email), cree_le=at)
        .on_conflict_do_nothing(index_elements=[AdresseCourriel.email])
    )


def verifier(tx: Transaction, *, email: str, at: datetime) -> None:
    noter = insert(AdresseCourriel).values(email=normaliser(email), verifiee_le=at, cree_le=at)
    _ecrire(tx, noter, {"verifiee_le": at})


def desabonner(tx: Transaction, *, email: str, at: datetime) -> None:
    noter = _premiere_ligne(email).values(desabonnee_le=at, cree_le=at)
    _ecrire(tx, noter, {"desabonnee_le": at})


def noter_refus(tx: Transaction, *, email: str, refus: str) -> None:
    """A server said that this address takes no mail. The next mails are tried all the same: it may have
    been a day's fault, and only the mail refused is not sent again. Bounces that come back by mail
    enter here too (ADR 0020)."""
    valeurs = {"refusee_le": func.now(), "refus": refus}
    _ecrire(tx, _premiere_ligne(email).values(**valeurs), valeurs)


def oublier_refus(tx: Transaction, *, email: str) -> None:
    refusee: ColumnElement[bool] = AdresseCourriel.refusee_le.is_not(None)
    tx.session.execute(
        update(AdresseCourriel)
        .where(AdresseCourriel.email == normaliser(email), refusee)
        .values(refusee_le=None, refus=None)
        .execution_options(synchronize_session=False)
    )


def _premiere_ligne(email: str) -> Insert:
    """An account without a row was verified: the row that comes now says so."""
    compte = exists().where(Compte.email == normaliser(email))
    return insert(AdresseCourriel).values(
        email=normaliser(email), verifiee_le=case((compte, func.now()))
    )


def _ecrire(tx: Transaction, noter: Insert, valeurs: Mapping[str, Any]) -> None:
    tx.session.execute(
        noter.on_conflict_do_update(index_elements=[AdresseCourriel.email], set_=dict(valeurs))
    )
