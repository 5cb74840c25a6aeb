"""What démarches do by themselves: each dossier in a transaction of its own, which looks at it again."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import func, select

from adapters.base_de_donnees import BaseSynchrone
from domain.actes import automatismes, fermeture
from domain.dossiers.models import Dossier
from domain.dossiers.rebase import LOT, rebaser_la_demarche
from domain.formulaires.models import Revision
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import travail

# The numbers that come after one, and what is done to each.
Concernes = Callable[..., list[int]]
Appliquer = Callable[..., bool]


@travail("appliquer_les_declaratifs")
def appliquer_les_declaratifs(contexte: Contexte) -> None:
    """Those that an establishment held back, once it is known (rules 1.9.3)."""
    chacun(contexte.base, automatismes.declaratifs_concernes, automatismes.appliquer_le_declaratif)


@travail("appliquer_les_silences")
def appliquer_les_silences(contexte: Contexte) -> None:
    """rules 1.10.2"""
    chacun(contexte.base, automatismes.silences_concernes, automatismes.appliquer_le_silence)


@travail("appliquer_un_silence")
def appliquer_un_silence(contexte: Contexte, *, dossier_id: int) -> None:
    """Nothing is awaited of this one any more: its silence counts again (rules 1.10.3). In somebody
    else's hands, it waits for the night."""
    appliquer = partial(_appliquer, numero=dossier_id, appliquer=automatismes.appliquer_le_silence)
    contexte.base.transaction(appliquer)


@travail("fermer_les_demarches")
def fermer_les_demarches(contexte: Contexte) -> None:
    """Those whose day has come (rules 1.6.4)."""
    for numero in contexte.base.transaction(
        lambda tx: fermeture.demarches_a_fermer(tx, at=maintenant(tx))
    ):
        contexte.base.transaction(partial(_fermer, numero=numero))


def _fermer(tx: Transaction, *, numero: int) -> None:
    fermeture.fermer_a_la_date(tx, numero, at=maintenant(tx))


@travail("instruire_a_la_fermeture")
def instruire_a_la_fermeture(contexte: Contexte, *, demarche_id: int) -> None:
    concernes = partial(automatismes.fermetures_concernees, demarche_id=demarche_id)
    chacun(contexte.base, concernes, automatismes.passer_a_la_fermeture)


@travail("rebaser")
def rebaser(contexte: Contexte, *, demarche_id: int) -> None:
    """Dossiers on an older form go to the published one (rules 3.9.1)."""
    while contexte.base.transaction(partial(_rebaser, demarche_id=demarche_id)) == LOT:
        pass


def _rebaser(tx: Transaction, *, demarche_id: int) -> int:
    publiees = select(Revision).where(
        Revision.demarche_id == demarche_id, Revision.publiee_le.is_not(None)
    )
    revision = tx.session.scalar(publiees.order_by(Revision.id.desc()).limit(1))
    return rebaser_la_demarche(tx, revision=revision, at=maintenant(tx)) if revision else 0


def chacun(base: BaseSynchrone, concernes: Concernes, appliquer: Appliquer) -> int:
    """How many were moved. One that fails fails alone, and is told at the end."""
    apres, faits, manques = 0, 0, []
    while numeros := base.transaction(partial(concernes, apres=apres)):
        apres = numeros[-1]
        for numero in numeros:
            try:
                faits += base.transaction(partial(_appliquer, numero=numero, appliquer=appliquer))
            except Exception as error:
                manques.append(f"dossier {numero} : {error!r}")
    if manques:
        raise RuntimeError(" ; ".join(manques))
    return faits


def _appliquer(tx: Transaction, *, numero: int, appliquer: Appliquer) -> bool:
    dossier: Dossier | None = automatismes.prendre(tx, numero)
    return dossier is not None and appliquer(tx, dossier, at=maintenant(tx))


def maintenant(tx: Transaction) -> datetime:
    """PostgreSQL's clock is the only one."""
    return tx.session.scalars(select(func.now())).one()
