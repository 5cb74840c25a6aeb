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
    """Those who follow the dossier are to be told (rules 6.8)."""

    avis_id: int
    dossier_id: int
    demarche_id: int
    le: datetime
