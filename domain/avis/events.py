from dataclasses import dataclass
from datetime import datetime

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class AvisDemande(Event):
    avis_id: int
    dossier_id: int
    demarche_id: int
    le: datetime


@dataclass(frozen=True, kw_only=True)
class AvisRendu(Event):
    """Or changed, once rendered."""

    avis_id: int
    dossier_id: int
    demarche_id: int
    le: datetime


@dataclass(frozen=True, kw_only=True)
class AvisRevoque(Event):
    """`detruit`: nothing had been answered, and nothing of it is left (rules 6.10)."""

    avis_id: int
    dossier_id: int
    demarche_id: int
    detruit: bool
    le: datetime
