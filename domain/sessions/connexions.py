"""Who signed in, when and from where: for the account’s owner, and to know who comes no more (rules 9.6)."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import aliased

from domain.sessions.models import Connexion, Moyen
from domain.sessions.ouverture import lisible
from domain.transactions import Transaction

CONSERVATION = timedelta(days=183)
"""The last of each account stays beyond."""


def noter(
    tx: Transaction, *, compte_id: int, moyen: Moyen, second_facteur: bool, navigateur: str,
    adresse: str, at: datetime,
) -> None:  # fmt: skip
    tx.add(
        Connexion(
            compte_id=compte_id, moyen=moyen, second_facteur=second_facteur,
            navigateur=lisible(navigateur), adresse=adresse, le=at,
        )
    )  # fmt: skip


def oublier(tx: Transaction) -> None:
    suivante = aliased(Connexion)
    depassee = select(suivante.id).where(
        suivante.compte_id == Connexion.compte_id, suivante.id > Connexion.id
    )
    tx.session.execute(
        delete(Connexion)
        .where(Connexion.le < func.now() - CONSERVATION, depassee.exists())
        .execution_options(synchronize_session=False)
    )
