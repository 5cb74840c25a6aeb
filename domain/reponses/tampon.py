"""Edits not submitted yet: they become the official answers, or are given up (rules 3.5)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, exists, select, update
from sqlalchemy.orm import aliased

from domain.dossiers.champs import MAIN, TAMPON_INSTRUCTEUR, TAMPON_USAGER, TAMPONS, Champ
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.fichiers.models import Fichier
from domain.fichiers.retrait import retirer
from domain.reponses.chargement import GARDES, gardes
from domain.reponses.flux import flux_d_historique, verrouiller
from domain.transactions import Transaction

Autre = aliased(Champ)


def a_un_tampon(tx: Transaction, dossier: Dossier) -> bool:
    """Whether the usager has changed something since the last deposit."""
    tx.flush()
    return bool(tx.session.scalar(select(_dans(dossier, TAMPON_USAGER))))


def fusionner_le_tampon(tx: Transaction, dossier: Dossier, *, at: datetime) -> int:
    """Make the usager's edits official: what they replace goes to the history, an instructeur's edits
    of the same champs are dropped (rules 3.5.2). How many champs; none is no refusal here."""
    verrouiller(tx, dossier)
    tampon = tx.session.scalars(_champs(dossier, TAMPON_USAGER)).all()
    if not tampon:
        return 0
    historique = flux_d_historique(tx.session, dossier.id, at=at)
    _effacer(tx, dossier, TAMPON_INSTRUCTEUR, _remplace_par(TAMPON_USAGER), at=at)
    tx.session.execute(
        update(Champ)
        .where(_du(dossier, MAIN), _remplace_par(TAMPON_USAGER))
        .values(flux=historique)
        .execution_options(synchronize_session="fetch")
    )
    _reprendre_les_fichiers(tx, tampon)
    for champ in tampon:
        champ.flux, champ.modifie_le = MAIN, at
    toucher(dossier, "champs_modifies_le", at=at)
    tx.flush()
    return len(tampon)


def abandonner_les_tampons(tx: Transaction, dossier: Dossier, *, at: datetime) -> int:
    """Forget the edits of both sides, when the dossier passes en instruction (rules 3.5.6)."""
    tx.flush()
    return sum(_effacer(tx, dossier, flux, at=at) for flux in TAMPONS)


def _reprendre_les_fichiers(tx: Transaction, tampon: Sequence[Champ]) -> None:
    """The files that an edit kept come along; those that it removed stay with the old answer."""
    for champ in tampon:
        numeros = gardes(champ)
        if isinstance(champ.value_json, dict) and GARDES in champ.value_json:
            champ.value_json = None
        if numeros:
            tx.session.execute(
                update(Fichier).where(Fichier.id.in_(numeros)).values(champ_id=champ.id)
            )


def _effacer(
    tx: Transaction, dossier: Dossier, flux: str, *conditions: ColumnElement[bool], at: datetime
) -> int:
    voulus = select(Champ.id).where(_du(dossier, flux), *conditions)
    retirer(tx, Fichier.champ_id.in_(voulus), at=at)
    effaces = tx.session.scalars(
        delete(Champ)
        .where(_du(dossier, flux), *conditions)
        .returning(Champ.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(effaces.all())


def _champs(dossier: Dossier, flux: str) -> Select[Champ]:
    return select(Champ).where(_du(dossier, flux)).execution_options(populate_existing=True)


def _du(dossier: Dossier, flux: str) -> ColumnElement[bool]:
    return (Champ.dossier_id == dossier.id) & (Champ.flux == flux)


def _dans(dossier: Dossier, flux: str) -> ColumnElement[bool]:
    return exists().where(_du(dossier, flux))


def _remplace_par(flux: str) -> ColumnElement[bool]:
    """Another stream answers the same champ, in the same row."""
    return (
        exists()
        .where(Autre.dossier_id == Champ.dossier_id, Autre.flux == flux)
        .where(Autre.stable_id == Champ.stable_id, Autre.row_id.is_not_distinct_from(Champ.row_id))
        .correlate(Champ)
    )
