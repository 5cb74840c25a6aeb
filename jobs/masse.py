"""Acts on many dossiers: a few in each transaction, then those that somebody held, one by one."""

from functools import partial

from adapters.base_de_donnees import BaseSynchrone
from domain.masse.execution import Lot, avancer
from domain.masse.fin import conclure, oublier_les_vieilles
from domain.transactions import Transaction
from jobs.automatismes import maintenant
from jobs.contexte import Contexte
from jobs.travaux import travail


class ResteAFaire(Exception):
    """Another worker still holds some of them: later, then."""


@travail("traiter_la_masse")
def traiter_la_masse(contexte: Contexte, *, operation_id: int) -> None:
    """What follows `OperationDeMasseDemandee`. Doing it again does what waits still, and nothing else:
    each dossier's result is written with its act."""
    imprevus = traiter(contexte.base, operation_id)
    if imprevus:
        raise RuntimeError(" ; ".join(map(repr, imprevus)))


@travail("oublier_les_operations")
def oublier_les_operations(contexte: Contexte) -> None:
    """rules 5.5.4"""
    contexte.base.transaction(lambda tx: oublier_les_vieilles(tx, at=maintenant(tx)))


def traiter(base: BaseSynchrone, operation_id: int) -> list[BaseException]:
    """The errors that were nobody's refusal. Raises ResteAFaire, and what PostgreSQL says of a dossier
    that is held too long."""
    imprevus = [
        *_passer(base, operation_id, attendre=False, lot=None),
        *_passer(base, operation_id, attendre=True, lot=1),
    ]
    if not base.transaction(lambda tx: conclure(tx, operation_id, at=maintenant(tx))):
        raise ResteAFaire(operation_id)
    return imprevus


def _passer(
    base: BaseSynchrone, operation_id: int, *, attendre: bool, lot: int | None
) -> list[BaseException]:
    imprevus: list[BaseException] = []
    apres: int | None = 0
    while apres is not None:
        un_lot = partial(
            _avancer, operation_id=operation_id, apres=apres, attendre=attendre, lot=lot
        )
        fait = base.transaction(un_lot)
        imprevus += fait.imprevus
        apres = fait.dernier
    return imprevus


def _avancer(
    tx: Transaction, *, operation_id: int, apres: int, attendre: bool, lot: int | None
) -> Lot:
    return avancer(tx, operation_id, apres=apres, attendre=attendre, lot=lot, at=maintenant(tx))
