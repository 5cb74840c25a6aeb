"""The exports that are due at given times (rules 8.12)."""

from domain.exports.programmes import LOT, lancer
from jobs.contexte import Contexte
from jobs.travaux import travail


@travail("lancer_les_programmes")
def lancer_les_programmes(contexte: Contexte) -> None:
    while contexte.base.transaction(lancer) == LOT:
        pass
