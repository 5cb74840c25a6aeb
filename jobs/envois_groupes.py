"""Writing a message on each draft that it is for: each in a transaction of its own."""

from functools import partial

from domain.actes import envois_groupes
from domain.transactions import Transaction
from jobs.automatismes import maintenant
from jobs.contexte import Contexte
from jobs.travaux import travail


@travail("ecrire_aux_brouillons")
def ecrire_aux_brouillons(contexte: Contexte, *, envoi_id: int) -> None:
    """One that fails fails alone, and is told at the end: the work begins again with what is left."""
    apres, manques = 0, []
    while numeros := contexte.base.transaction(
        partial(envois_groupes.brouillons_en_attente, envoi_id=envoi_id, apres=apres)
    ):
        apres = numeros[-1]
        for numero in numeros:
            try:
                contexte.base.transaction(partial(_ecrire, envoi_id=envoi_id, dossier_id=numero))
            except Exception as error:
                manques.append(f"dossier {numero} : {error!r}")
    contexte.base.transaction(partial(_finir, envoi_id=envoi_id))
    if manques:
        raise RuntimeError(" ; ".join(manques))


def _ecrire(tx: Transaction, *, envoi_id: int, dossier_id: int) -> None:
    envois_groupes.ecrire_a_un_brouillon(
        tx, envoi_id=envoi_id, dossier_id=dossier_id, at=maintenant(tx)
    )


def _finir(tx: Transaction, *, envoi_id: int) -> None:
    envois_groupes.finir(tx, envoi_id=envoi_id, at=maintenant(tx))
