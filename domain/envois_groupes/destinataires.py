"""The drafts that a message to all of them is for (rules 4.16.1)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.dialects.postgresql import insert

from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.envois_groupes.models import DestinataireDEnvoi, EnvoiAuxBrouillons
from domain.transactions import Transaction


def brouillon_visible() -> ColumnElement[bool]:
    """One that its owner sees, and who is there to read what is written on it."""
    return and_(
        Dossier.state == State.brouillon,
        ~Dossier.apercu,
        Dossier.cache_par_usager_le.is_(None),
        Dossier.cache_par_expiration_le.is_(None),
        Dossier.usager_id.is_not(None),
    )


def choisir(
    tx: Transaction,
    envoi: EnvoiAuxBrouillons,
    *,
    groupes: Collection[int] | None,
    sans_groupe: bool,
) -> int:
    """Those there are now, of these groupes, of none, or of all of them when `groupes` is None. Returns how
    many."""
    voulus: list[ColumnElement[Any]] = []
    if groupes is not None:
        du_groupe = Dossier.groupe_instructeur_id.in_(groupes)
        aucun = Dossier.groupe_instructeur_id.is_(None)
        voulus.append(or_(du_groupe, aucun) if sans_groupe else du_groupe)
    brouillons = select(literal(envoi.id), Dossier.id).where(
        Dossier.demarche_id == envoi.demarche_id, brouillon_visible(), *voulus
    )
    choisis = insert(DestinataireDEnvoi).from_select(["envoi_id", "dossier_id"], brouillons)
    pris = tx.session.scalars(choisis.returning(DestinataireDEnvoi.dossier_id))
    return len(pris.all())
