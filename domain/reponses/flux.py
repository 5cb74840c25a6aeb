"""Streams: where an answer may be written (rules 2.1.5), and where what it replaces goes."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.dossiers.champs import HISTORIQUE, MAIN, TAMPON_INSTRUCTEUR, TAMPON_USAGER, Champ
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.errors import DomainError
from domain.formulaires.chargement import charger_formulaire
from domain.formulaires.formulaire import Formulaire
from domain.transactions import Transaction


class ModificationInterdite(DomainError):
    """rules 0.2, 2.1.5, 3.5.7"""

    def __init__(self, state: State) -> None:
        super().__init__(f"Le dossier est {state.label} : ses réponses ne se modifient plus")


class FluxInterdit(DomainError):
    """rules 2.1.5"""

    def __init__(self) -> None:
        super().__init__("Cette réponse ne peut pas être écrite à cet endroit")


def flux_de_l_usager(dossier: Dossier) -> str:
    """Where the usager's answers go. Raises ModificationInterdite once the dossier is instructed."""
    if dossier.state is State.brouillon:
        return MAIN
    if dossier.state is State.en_construction:
        return TAMPON_USAGER
    raise ModificationInterdite(dossier.state)


def verifier_le_flux(dossier: Dossier, *, prive: bool, flux: str) -> None:
    """Annotations are written on `main` only, never on a draft; the public champs of a dossier filed
    never are. Raises FluxInterdit, ModificationInterdite."""
    if prive:
        permis = flux == MAIN and dossier.state is not State.brouillon
    elif flux == TAMPON_INSTRUCTEUR:
        permis = dossier.state is State.en_construction
    else:
        permis = flux == flux_de_l_usager(dossier)
    if not permis:
        raise FluxInterdit


def tenir(tx: Transaction, dossier: Dossier, formulaire: Formulaire) -> Formulaire:
    """Lock the dossier: its writers take turns, and each reads what the one before left. Returns its
    form as it is now, which a rebase may have changed since `formulaire` was loaded."""
    verrouiller(tx, dossier)
    if dossier.revision_id == formulaire.revision_id:
        return formulaire
    return charger_formulaire(tx.session, dossier.revision_id)


def verrouiller(tx: Transaction, dossier: Dossier) -> None:
    tx.flush()
    tx.session.refresh(dossier, with_for_update={"key_share": True})


def flux_d_historique(session: Session, dossier_id: int, *, at: datetime) -> str:
    """A stream that no replaced value is in yet: `history:` and an instant, later than all those of
    the dossier even when clocks disagree. The dossier is locked."""
    dernier = session.scalar(
        select(func.max(Champ.flux)).where(
            Champ.dossier_id == dossier_id, Champ.flux.startswith(HISTORIQUE, autoescape=True)
        )
    )
    propose = _nom(at)
    return propose if dernier is None or propose > dernier else _nom(_suivant(dernier))


def _nom(instant: datetime) -> str:
    """Of one width, so that texts sort as instants do."""
    return f"{HISTORIQUE}{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _suivant(flux: str) -> datetime:
    return datetime.fromisoformat(flux.removeprefix(HISTORIQUE)) + timedelta(microseconds=1)
