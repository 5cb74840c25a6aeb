"""What an act leaves in the journal, and in the history of the dossier."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import inspect

from domain.auteurs import Auteur
from domain.demarches.models import Demarche, Etat
from domain.dossiers.champs import Champ
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
GARDES_DU_CHAMP = ("stable_id", "row_id", "value", "external_id", "value_json")


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
    return {nom: _json(getattr(dossier, nom)) for nom in _colonnes()}


@cache
def _colonnes() -> list[str]:
    noms = (colonne.key for colonne in inspect(Dossier).column_attrs)
    return [nom for nom in noms if nom not in HORS_JOURNAL]


def photographie_entiere(dossier: Dossier, lignes: Iterable[Champ]) -> dict[str, Any]:
    """With its official answers, given as their rows: what was before the eyes of whoever decided
    (rules 3.6.4)."""
    gardees = sorted((champ for champ in lignes if champ.retire_le is None), key=_rang)
    reponses = [{nom: getattr(champ, nom) for nom in GARDES_DU_CHAMP} for champ in gardees]
    return {**photographie(dossier), "reponses": reponses}


def _rang(champ: Champ) -> tuple[int, bool, str]:
    """The answers that are in no row come after those of the same champ that are."""
    return champ.stable_id, champ.row_id is None, champ.row_id or ""


def _json(valeur: object) -> object:
    if isinstance(valeur, date | datetime):
        return valeur.isoformat()
    return valeur.total_seconds() if isinstance(valeur, timedelta) else valeur
