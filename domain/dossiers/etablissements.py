"""Establishments of which only the SIRET is known yet, and what is learnt of them later (rules 2.5.3)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from domain.dossiers.champs import Champ
from domain.dossiers.dates import toucher
from domain.dossiers.demandeurs import Etablissement, EtatAdministratif
from domain.dossiers.models import Dossier
from domain.transactions import Transaction

APPRISES = {colonne.key for colonne in Etablissement.__table__.columns} - {
    "id", "dossier_id", "siret",
}  # fmt: skip


class Degrade(NamedTuple):
    id: int
    siret: str


def degrades(session: Session, *, apres: int, limite: int) -> Sequence[Degrade]:
    """The next ones that a dossier still holds, by number."""
    tenu = or_(
        Etablissement.dossier_id.is_not(None),
        exists().where(Champ.etablissement_id == Etablissement.id),
    )
    lus = session.execute(
        select(Etablissement.id, Etablissement.siret)
        .where(Etablissement.id > apres, Etablissement.adresse.is_(None), tenu)
        .order_by(Etablissement.id)
        .limit(limite)
    )
    return [Degrade(*lu) for lu in lus]


def completer(tx: Transaction, numero: int, fiche: Mapping[str, Any], *, at: datetime) -> bool:
    """Write what was learnt, if it is still to be; whoever reads what changed since is told of its dossier.
    Raises ValueError for a fiche that is not one."""
    if not fiche.get("adresse") or not fiche.keys() <= APPRISES:
        raise ValueError(f"fiche d’établissement illisible : {sorted(fiche)}")
    etablissement = tx.session.scalar(
        select(Etablissement)
        .where(Etablissement.id == numero, Etablissement.adresse.is_(None))
        .with_for_update(skip_locked=True)
    )
    if etablissement is None:
        return False
    for colonne, valeur in fiche.items():
        setattr(etablissement, colonne, LECTURES.get(colonne, _tel_quel)(valeur))
    siens = select(Champ.dossier_id).where(Champ.etablissement_id == numero)
    dossiers = select(Dossier).where(
        or_(Dossier.id == etablissement.dossier_id, Dossier.id.in_(siens))
    )
    for dossier in tx.session.scalars(dossiers.with_for_update(of=Dossier)):
        toucher(dossier, at=at)
    tx.flush()
    return True


def _tel_quel(valeur: Any) -> Any:
    return valeur


LECTURES: dict[str, Callable[[Any], Any]] = {
    "date_creation": date.fromisoformat,
    "etat_administratif": EtatAdministratif,
}
