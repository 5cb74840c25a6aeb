"""What exports leave behind, swept every five minutes (rules 8.1.9, 9.8)."""

from sqlalchemy import select

from adapters.base_de_donnees import BaseSynchrone
from adapters.storage import Storage
from domain.exports.models import PREFIXE, Etat, Export
from domain.exports.vie import LOT, balayer
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import travail


@travail("balayer_exports")
def balayer_les_exports(contexte: Contexte) -> None:
    while contexte.base.transaction(balayer) == LOT:
        pass
    abandonner_les_parts(contexte.base, contexte.storage)


def abandonner_les_parts(base: BaseSynchrone, storage: Storage) -> int:
    """Give up the parts that no try is sending; how many objects they were of. What is sent is listed
    before the tries are read: one that began since is not among the first."""
    commences = storage.begun(PREFIXE)
    if not commences:
        return 0
    en_cours = base.transaction(_en_cours)
    orphelins = [commence for commence in commences if commence.key not in en_cours]
    for orphelin in orphelins:
        storage.give_up(orphelin)
    return len(orphelins)


def _en_cours(tx: Transaction) -> set[str]:
    exports = tx.session.scalars(select(Export).where(Export.etat == Etat.en_cours))
    return {export.cle_de(export.tentatives) for export in exports}
