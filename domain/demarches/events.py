from dataclasses import dataclass
from datetime import datetime

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class DemarcheFermee(Event):
    """Its closing date came: the dossiers en construction are to pass en instruction (rules 1.6.4)."""

    demarche_id: int
    le: datetime


@dataclass(frozen=True, kw_only=True)
class ConservationAllongee(Event):
    """Dossiers after the number `apres` are still to be kept longer (rules 9.1.6)."""

    demarche_id: int
    apres: int


@dataclass(frozen=True, kw_only=True)
class DemarcheClonee(Event):
    demarche_id: int
    source_id: int


@dataclass(frozen=True, kw_only=True)
class FichierACopier(Event):
    """A file of the original that a clone must have too: its bytes are to be copied, and a file made of
    the copy for the démarche, or for a field of its form when `stable_id` is given (rules 1.8.6)."""

    fichier_id: int
    demarche_id: int
    revision_id: int | None
    stable_id: int | None
