from datetime import datetime

from domain.dossiers.champs import MAIN
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier


def dater(dossier: Dossier, *, prive: bool, flux: str, at: datetime) -> None:
    """The dossier changed, for who may see it: edits in a buffer are nobody else's business until
    they are deposited (rules 3.5.1, 3.5.2)."""
    if prive:
        toucher(dossier, "annotations_modifiees_le", at=at)
    elif flux == MAIN:
        toucher(dossier, "champs_modifies_le", at=at)
