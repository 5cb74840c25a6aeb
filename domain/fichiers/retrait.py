"""Taking files away: their rows in the transaction, their objects once it is committed."""

from collections.abc import Collection

from sqlalchemy import delete

from domain.fichiers.models import Fichier
from domain.transactions import Transaction


def retirer_des_dossiers(tx: Transaction, dossiers: Collection[int]) -> list[str]:
    """Forget every file of these dossiers. Returns the keys of the objects to delete."""
    tx.flush()
    effaces = delete(Fichier).where(Fichier.dossier_id.in_(dossiers)).returning(Fichier.cle)
    return list(tx.session.scalars(effaces.execution_options(synchronize_session=False)))
