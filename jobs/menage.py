"""Rows that tell nothing more, swept each night."""

from datetime import timedelta

from sqlalchemy import delete, func

from domain.sessions import menage as sessions
from domain.suites.idempotence import CONSERVATION, Demande
from domain.suites.models import Echeance, Travail
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import travail

FAITS = timedelta(days=7)
ECHEANCES = timedelta(days=60)


@travail("faire_le_menage")
def faire_le_menage(contexte: Contexte) -> None:
    contexte.base.transaction(_oublier)


def _oublier(tx: Transaction) -> None:
    for vieux in (
        delete(Travail).where(Travail.fait_le < func.now() - FAITS),
        delete(Echeance).where(Echeance.due_le < func.now() - ECHEANCES),
        delete(Demande).where(Demande.cree_le < func.now() - CONSERVATION),
    ):
        tx.session.execute(vieux.execution_options(synchronize_session=False))
    sessions.oublier(tx)
