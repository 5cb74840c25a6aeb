"""Warning people two weeks before a dossier ends (rules 9.2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from domain.actes.suites import badger
from domain.badges.regles import Fait
from domain.calendrier import PARIS, jour, plus_jours
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import plateforme_de
from domain.demarches.models import Etat
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.expirations.destinataires import (
    EXPIRATION,
    Enveloppe,
    de_l_administration,
    des_usagers,
)
from domain.expirations.familles import PREAVIS, Famille, a_annoncer, a_relancer
from domain.expirations.lettres import Lettre, envoyer
from domain.expirations.models import AnnonceDExpiration
from domain.transactions import Transaction

AUX_USAGERS = {
    Famille.brouillon: Nom.brouillons_a_supprimer,
    Famille.en_construction: Nom.dossiers_a_expirer,
    Famille.termine: Nom.dossiers_a_expirer,
}


def annoncer(tx: Transaction, famille: Famille, *, limite: int, at: datetime) -> Sequence[int]:
    """Warn of the dossiers that are nearest to their end, with all those of the same usagers. One
    statement says which and dates them: whatever changed meanwhile is looked at as it does.

    Returns their numbers."""
    at = at.replace(microsecond=0)
    concernes = a_annoncer(famille, at=at)
    proches = select(Dossier.id, Dossier.usager_id).where(concernes)
    proches = proches.order_by(Dossier.expire_le, Dossier.id).limit(limite)
    premiers = proches.cte("premiers")
    lot = (
        select(Dossier.id)
        .where(
            concernes,
            Dossier.id.in_(select(premiers.c.id))
            | Dossier.usager_id.in_(select(premiers.c.usager_id)),
        )
        .order_by(Dossier.id)
        .with_for_update(skip_locked=True, of=Dossier)
    )
    avertis = tx.session.execute(
        update(Dossier)
        .where(Dossier.id.in_(lot), concernes)
        .values(expiration_annoncee_le=at, expire_le=echeance(at))
        .returning(Dossier.id, Dossier.demarche_id, Dossier.state)
        .execution_options(synchronize_session=False)
    ).all()
    for numero, demarche_id, state in avertis:
        if state is not State.brouillon:
            tx.modifies(demarche_id, [numero])
    numeros = sorted(numero for numero, _, _ in avertis)
    if numeros:
        _prevenir(tx, famille, numeros, at=at)
    return numeros


def relancer(tx: Transaction, famille: Famille, *, at: datetime) -> int:
    """Void the warnings that reached nobody, a month after their day: their dossiers are warned of anew,
    for an address that refused mails may take them by now (ADR 0036). Returns how many."""
    concernes = a_relancer(famille, at=at)
    libres = select(Dossier.id).where(concernes).with_for_update(skip_locked=True, of=Dossier)
    relances = tx.session.scalars(
        update(Dossier)
        .where(Dossier.id.in_(libres), concernes)
        .values(expiration_annoncee_le=None)
        .returning(Dossier.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(relances)


def echeance(at: datetime) -> datetime:
    """Two weeks later by the clock on the wall, to the hour: the sweep that follows at the same hour of
    that day finds it come, and says the day that people were told."""
    return plus_jours(at.astimezone(PARIS).replace(minute=0, second=0), PREAVIS)


def _prevenir(tx: Transaction, famille: Famille, numeros: Sequence[int], *, at: datetime) -> None:
    lettres = [Lettre(AUX_USAGERS[famille], des_usagers(tx, numeros, sauf=Etat.brouillon))]
    if famille is not Famille.brouillon:
        lettres.append(
            Lettre(
                Nom.dossiers_a_expirer_administration,
                de_l_administration(tx, numeros, EXPIRATION),
            )
        )
    for lettre in lettres:
        envois = envoyer(tx, lettre, jour=jour(echeance(at)), plateforme=plateforme_de(tx), at=at)
        _retenir(tx, envois, at=at)
    if famille is not Famille.brouillon:
        _badger(tx, numeros, at=at)


def _retenir(tx: Transaction, envois: Iterable[tuple[Enveloppe, str]], *, at: datetime) -> None:
    lignes = [
        {
            "dossier_id": dossier.id, "courriel": cle, "destinataire": enveloppe.email,
            "aupres": enveloppe.aupres, "le": at,
        }
        for enveloppe, cle in envois
        for dossier in enveloppe.dossiers
    ]  # fmt: skip
    if lignes:
        tx.session.execute(insert(AnnonceDExpiration).on_conflict_do_nothing(), lignes)


def _badger(tx: Transaction, numeros: Sequence[int], *, at: datetime) -> None:
    """What instructeurs are shown of those that they see."""
    vus = select(Dossier).where(Dossier.id.in_(numeros), Dossier.visible_par_administration)
    for dossier in tx.session.scalars(vus.order_by(Dossier.id)):
        badger(tx, dossier, Fait.expire_bientot, at=at)
