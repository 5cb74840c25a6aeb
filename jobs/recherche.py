"""Words of the dossiers that have changed: written every five minutes, however often they changed since."""

from domain.recherche.indexation import indexer
from jobs.contexte import Contexte
from jobs.travaux import travail


@travail("indexer_la_recherche")
def indexer_la_recherche(contexte: Contexte) -> None:
    """A batch after the other, each in a transaction of its own (rules 3.18.3)."""
    while contexte.base.transaction(indexer):
        pass
