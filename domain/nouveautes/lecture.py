"""What somebody has read of what is new."""

from datetime import date

from sqlalchemy.dialects.postgresql import insert

from domain.comptes.models import Compte
from domain.nouveautes.models import NouveautesVues
from domain.transactions import Transaction


def voir_les_nouveautes(tx: Transaction, compte: Compte, *, jusqu_au: date) -> None:
    """Never back to an earlier day."""
    vues = insert(NouveautesVues).values(compte_id=compte.id, jusqu_au=jusqu_au)
    tx.session.execute(
        vues.on_conflict_do_update(
            index_elements=[NouveautesVues.compte_id],
            set_={"jusqu_au": vues.excluded.jusqu_au},
            where=NouveautesVues.jusqu_au < vues.excluded.jusqu_au,
        )
    )
