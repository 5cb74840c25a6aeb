"""What tells nothing more of sessions, links and tries, swept each night."""

from datetime import timedelta

from sqlalchemy import delete, func, not_, or_

from domain.sessions import connexions, passages
from domain.sessions.liens import CONFIANCE
from domain.sessions.models import AdresseAConfirmer, LienDeCompte, SessionDeCompte, Tentative
from domain.sessions.ouverture import vivante
from domain.sessions.verrou import OUBLI
from domain.transactions import Transaction


def oublier(tx: Transaction) -> None:
    for vieux in (
        delete(SessionDeCompte).where(not_(vivante())),
        delete(LienDeCompte).where(
            LienDeCompte.expire_le < func.now(),
            # Those used say until when a device is trusted, for as long as it is.
            or_(
                LienDeCompte.utilise_le.is_(None),
                LienDeCompte.utilise_le < func.now() - CONFIANCE,
            ),
        ),
        delete(AdresseAConfirmer).where(AdresseAConfirmer.expire_le < func.now()),
        delete(Tentative).where(Tentative.derniere_le < func.now() - OUBLI),
    ):
        tx.session.execute(vieux.execution_options(synchronize_session=False))
    passages.oublier(tx, fenetre=timedelta(hours=1))
    connexions.oublier(tx)
