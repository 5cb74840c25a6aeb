"""What an act leaves in the journal, and in the history of the dossier."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select

from domain.auteurs import Auteur
from domain.demarches.models import Demarche, Etat
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.events import DossierChangeEtat
from domain.dossiers.historique import API, Navigateur
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.journal.models import Operation
from domain.transactions import Transaction

# A secret, and what PostgreSQL works out by itself.
HORS_JOURNAL = frozenset(
    {"jeton_prefill", "visible_par_administration", "suppression_en_attente_le"}
)


def navigateur(auteur: Auteur) -> Navigateur | None:
    return API if auteur.jeton else None


def consigner(
    tx: Transaction,
    operation: Operation,
    dossier: Dossier,
    *,
    demarche: Demarche,
    auteur: Auteur,
    sujet: Mapping[str, Any] | None = None,
    at: datetime,
) -> None:
    """A row of the journal: the dossier as it is now, unless another `sujet` is given (rules 3.19).

    A démarche that is being built keeps none, nor does a draft (rules 1.1.7).
    """
    if demarche.etat is Etat.brouillon or dossier.state is State.brouillon:
        return
    tx.journaliser(
        operation, demarche_id=demarche.id, dossier_id=dossier.id, auteur=auteur,
        contenu={"sujet": photographie(dossier) if sujet is None else dict(sujet)}, at=at,
    )  # fmt: skip


def changer_d_etat(
    tx: Transaction, dossier: Dossier, *, precedent: State, auteur: Auteur, at: datetime
) -> None:
    """Tell that the dossier has moved, from `precedent` to where it is."""
    tx.publish(
        DossierChangeEtat(
            dossier_id=dossier.id, demarche_id=dossier.demarche_id, precedent=precedent,
            state=dossier.state, automatique=auteur.automatique, le=at,
        )
    )  # fmt: skip


def photographie(dossier: Dossier) -> dict[str, Any]:
    """The dossier's own row, as JSON keeps it."""
    colonnes = inspect(Dossier).column_attrs.keys()
    return {nom: _json(getattr(dossier, nom)) for nom in colonnes if nom not in HORS_JOURNAL}


def photographie_entiere(tx: Transaction, dossier: Dossier) -> dict[str, Any]:
    """With its answers: what was before the eyes of whoever decided (rules 3.6.4)."""
    reponses = (
        select(Champ.stable_id, Champ.row_id, Champ.value, Champ.external_id, Champ.value_json)
        .where(Champ.dossier_id == dossier.id, Champ.flux == MAIN, Champ.retire_le.is_(None))
        .order_by(Champ.stable_id, Champ.row_id)
    )
    lues = [dict(ligne._mapping) for ligne in tx.session.execute(reponses)]
    return {**photographie(dossier), "reponses": lues}


def _json(valeur: object) -> object:
    if isinstance(valeur, date | datetime):
        return valeur.isoformat()
    return valeur.total_seconds() if isinstance(valeur, timedelta) else valeur
