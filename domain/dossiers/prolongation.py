"""Keeping a dossier longer than its démarche does (rules 3.16.7)."""

from datetime import datetime

from domain.calendrier import plus_mois
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.dossiers.suppression import raison_restante
from domain.errors import DomainError

# What an instructeur adds; the usager adds as long as the démarche keeps dossiers.
MOIS_DE_L_INSTRUCTEUR = 1


class SansEcheance(DomainError):
    code = "sans_echeance"

    def __init__(self) -> None:
        super().__init__("Ce dossier n’a pas de date d’expiration")


def exiger_une_echeance(dossier: Dossier) -> datetime:
    """Raises SansEcheance: en instruction, or on a démarche that keeps what it decided."""
    if dossier.expire_le is None:
        raise SansEcheance
    return dossier.expire_le


def prolonger(dossier: Dossier, *, mois: int, at: datetime) -> None:
    """Expire `mois` calendar months later. Who had expired already is shown again.

    Raises SansEcheance.
    """
    echeance = exiger_une_echeance(dossier)
    nouvelle = plus_mois(echeance, mois)
    dossier.conservation_extension += nouvelle - echeance
    dossier.expire_le = nouvelle
    dossier.expiration_annoncee_le = None
    if dossier.cache_par_expiration_le is not None:
        dossier.cache_par_expiration_le = None
        dossier.cache_raison = raison_restante(dossier)
    toucher(dossier, at=at)
