"""The end of a dossier's term: into the bin, or for a draft out of the world (rules 9.3, 9.4).

Rows are held by the statement that tests their condition, then each is the act of one dossier, in a
savepoint: what fails is left, and told.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from domain.actes.suppression import purger, supprimer_par_expiration
from domain.calendrier import jour, plus_jours
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import plateforme_de
from domain.demarches.models import Etat
from domain.dossiers.models import Dossier, RaisonSuppression
from domain.expirations.destinataires import EXPIRE, de_l_administration, des_usagers
from domain.expirations.familles import CORBEILLE, Famille, a_expirer, a_purger
from domain.expirations.lettres import Lettre, envoyer
from domain.transactions import Transaction

LOT = 100

Agir = Callable[[Transaction, Dossier], object]


class Fait(NamedTuple):
    """`vus` are the numbers of the dossiers that were held, `faits` those for which it was done."""

    vus: Sequence[int]
    faits: Sequence[int]
    manques: Sequence[str] = ()


def expirer(
    tx: Transaction, famille: Famille, *, apres: int = 0, limite: int = LOT, at: datetime
) -> Fait:
    """Those whose warning is over, after the number `apres`."""
    if famille is Famille.brouillon:
        return _supprimer_les_brouillons(tx, apres=apres, limite=limite, at=at)
    condition = a_expirer(famille, at=at)
    fait = _chacun(
        tx, condition, lambda tx, d: supprimer_par_expiration(tx, d, at=at),
        apres=apres, limite=limite,
    )  # fmt: skip
    for lettre in (
        Lettre(Nom.dossiers_expires, des_usagers(tx, fait.faits, sauf=Etat.brouillon)),
        Lettre(Nom.dossiers_expires_administration, de_l_administration(tx, fait.faits, EXPIRE)),
    ):
        fin = jour(plus_jours(at, CORBEILLE))
        envoyer(tx, lettre, jour=fin, plateforme=plateforme_de(tx), at=at)
    return fait


def _supprimer_les_brouillons(tx: Transaction, *, apres: int, limite: int, at: datetime) -> Fait:
    """No bin for a draft: it goes, and its owner is told what went (rules 9.3)."""
    condition = a_expirer(Famille.brouillon, at=at)
    tenus = _tenir(tx, condition, apres=apres, limite=limite)
    enveloppes = des_usagers(tx, [dossier.id for dossier in tenus], sauf=Etat.brouillon)
    fait = _faire(tx, tenus, lambda tx, d: purger_expire(tx, d, at=at))
    partis = set(fait.faits)
    restantes = [
        enveloppe._replace(dossiers=[d for d in enveloppe.dossiers if d.id in partis])
        for enveloppe in enveloppes
    ]
    lettre = Lettre(Nom.brouillons_supprimes, [e for e in restantes if e.dossiers])
    envoyer(tx, lettre, jour=jour(at), plateforme=plateforme_de(tx), at=at)
    return fait


def purger_expire(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    dossier.cache_raison = dossier.cache_raison or RaisonSuppression.expired
    purger(tx, dossier, at=at)


def vider_la_corbeille(tx: Transaction, *, apres: int = 0, limite: int = LOT, at: datetime) -> Fait:
    """The end of those whose two weeks in the bin are over, after the number `apres`."""
    return _chacun(
        tx, a_purger(at=at), lambda tx, d: purger(tx, d, at=at), apres=apres, limite=limite
    )


def purger_ceux(
    tx: Transaction, condition: ColumnElement[bool], *, apres: int = 0, limite: int = LOT,
    at: datetime,
) -> Fait:  # fmt: skip
    return _chacun(
        tx, condition, lambda tx, d: purger_expire(tx, d, at=at), apres=apres, limite=limite
    )


def _chacun(
    tx: Transaction, condition: ColumnElement[bool], agir: Agir, *, apres: int, limite: int
) -> Fait:
    return _faire(tx, _tenir(tx, condition, apres=apres, limite=limite), agir)


def _tenir(
    tx: Transaction, condition: ColumnElement[bool], *, apres: int, limite: int
) -> Sequence[Dossier]:
    """Held, and as they are once held: PostgreSQL tests the condition again on a row that changed while
    it was waited for, and those in somebody's hands are left for another day."""
    tenus = (
        select(Dossier)
        .where(Dossier.id > apres, condition)
        .order_by(Dossier.id)
        .limit(limite)
        .with_for_update(of=Dossier, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return tx.session.scalars(tenus).all()


def _faire(tx: Transaction, tenus: Sequence[Dossier], agir: Agir) -> Fait:
    vus = [dossier.id for dossier in tenus]
    faits, manques = [], []
    for numero, dossier in zip(vus, tenus, strict=True):
        try:
            with tx.point():
                agir(tx, dossier)
        except Exception as error:
            manques.append(f"dossier {numero} : {error!r}")
        else:
            faits.append(numero)
    return Fait(vus, faits, manques)
