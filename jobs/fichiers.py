"""What files ask for behind the scenes: their scan, and the sweep of what nobody took.

Nothing here reads the store or calls the antivirus inside a transaction.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select

from adapters.antivirus import Antivirus
from adapters.base_de_donnees import BaseSynchrone
from adapters.storage import ObjectMissing, Storage
from domain.fichiers.analyses import AAnalyser, a_analyser, noter, redemander
from domain.fichiers.balayage import LOT, balayer_orphelins, balayer_televersements
from domain.fichiers.models import Analyse
from domain.fichiers.retrait import noter_effaces, objets_a_effacer
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import travail

# How long an object by parts may take; addresses last an hour, and a PUT as much.
ABANDON = timedelta(hours=24)


@travail("analyser_fichier")
def analyser_fichier(contexte: Contexte, *, fichier_id: int) -> None:
    """What follows `FichierAttache`."""
    analyser(contexte.base, contexte.storage, contexte.antivirus, fichier_id=fichier_id)


@travail("effacer_objets")
def effacer_les_objets(contexte: Contexte) -> None:
    """What follows `FichiersRetires`."""
    effacer_objets(contexte.base, contexte.storage)


@travail("balayer_fichiers")
def balayer_les_fichiers(contexte: Contexte) -> None:
    """Every night (rules 9.7), and the files that still wait for their scan are asked for again."""
    at = contexte.base.transaction(_maintenant)
    balayer(contexte.base, contexte.storage, at=at)
    if contexte.antivirus is not None:
        contexte.base.transaction(lambda tx: redemander(tx, at=at))


def _maintenant(tx: Transaction) -> datetime:
    return tx.session.execute(select(func.now())).scalar_one()


def analyser(
    base: BaseSynchrone, storage: Storage, antivirus: Antivirus | None, *, fichier_id: int
) -> None:
    """Have a file scanned, once. Without an antivirus it stays « non analysé », never « safe ».

    An object that is gone, or is not what was attached any more, is an `integrity_error`. Raises
    AntivirusIndisponible, StorageUnavailable: to be tried again.
    """
    if antivirus is None:
        return
    attend = base.transaction(lambda tx: a_analyser(tx, fichier_id))
    if attend is None:
        return
    verdict = _analyse(storage, antivirus, attend)
    base.transaction(lambda tx: noter(tx, fichier_id, verdict))


def _analyse(storage: Storage, antivirus: Antivirus, attend: AAnalyser) -> Analyse:
    empreinte = hashlib.md5(usedforsecurity=False)

    def octets() -> Iterator[bytes]:
        for morceau in storage.read(attend.cle):
            empreinte.update(morceau)
            yield morceau

    try:
        verdict = antivirus.analyser(octets())
    except ObjectMissing:
        return Analyse.integrity_error
    if verdict.menace is not None:
        return Analyse.infected
    integre = b64encode(empreinte.digest()).decode() == attend.md5
    return Analyse.safe if integre else Analyse.integrity_error


def balayer(base: BaseSynchrone, storage: Storage, *, at: datetime) -> None:
    """Forget the uploads that nobody took and the files whose holder is gone, then delete every object
    that no row names, and the parts of those never ended (rules 9.7). May stop and start again anywhere.

    Raises StorageUnavailable.
    """
    while base.transaction(lambda tx: balayer_televersements(tx, at=at)) == LOT:
        pass
    while base.transaction(lambda tx: balayer_orphelins(tx, at=at)) == LOT:
        pass
    effacer_objets(base, storage)
    storage.abort_older(at - ABANDON)


def effacer_objets(base: BaseSynchrone, storage: Storage) -> None:
    """Delete the objects whose rows went in a transaction that is committed. Raises StorageUnavailable.

    Two may do it together: an object that is not there counts as deleted."""
    while cles := base.transaction(objets_a_effacer):
        storage.delete(cles)
        oublier = partial(noter_effaces, cles=cles)
        base.transaction(oublier)
