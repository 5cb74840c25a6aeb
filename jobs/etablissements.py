"""Every two hours, those whose SIRET alone is known are asked for again (rules 2.5.3, 9.8)."""

from functools import partial

from adapters.annuaire import Fiche
from domain.dossiers.etablissements import Degrade, completer, degrades
from domain.transactions import Transaction
from jobs.automatismes import maintenant
from jobs.contexte import Contexte
from jobs.travaux import a_faire, inscrire, travail

LOT = 100


@travail("completer_les_etablissements")
def completer_les_etablissements(contexte: Contexte, *, apres: int = 0) -> None:
    """One lot, then the next as a piece of work of its own. Raises AnnuaireIndisponible, ValueError: what
    was learnt before stays."""
    base = contexte.base
    lus = base.transaction(lambda tx: degrades(tx.session, apres=apres, limite=LOT))
    for degrade in lus:
        fiche = contexte.annuaire.chercher(degrade.siret)
        if fiche is not None:
            base.transaction(partial(_ecrire, degrade=degrade, fiche=fiche))
    if len(lus) == LOT:
        suite = a_faire("completer_les_etablissements", apres=lus[-1].id)
        base.transaction(lambda tx: inscrire(tx, [suite]))


def _ecrire(tx: Transaction, *, degrade: Degrade, fiche: Fiche) -> bool:
    return completer(tx, degrade.id, fiche, at=maintenant(tx))
