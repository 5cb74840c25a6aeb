"""Out of the corbeille, for who had let a dossier expire (rules 3.16.7, 4.10.5)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.actes.prolongation import prolonger
from domain.actes.suppression import restaurer
from domain.auteurs import Auteur
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.dossiers.prolongation import exiger_une_echeance
from domain.errors import DomainError
from domain.transactions import Transaction


class NonExpire(DomainError):
    code = "non_expire"

    def __init__(self) -> None:
        super().__init__("Ce dossier n’a pas expiré")


def restaurer_et_prolonger(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    at: datetime,
) -> None:  # fmt: skip
    """One month more; and shown again even when the administration had thrown it away too.

    Raises NonExpire, SansEcheance, AccesRefuse.
    """
    if dossier.cache_par_expiration_le is None:
        raise NonExpire
    exiger_une_echeance(dossier)
    exiger_un_instructeur(tx, dossier, instructeur)
    if dossier.cache_par_administration_le is not None:
        restaurer(tx, dossier, instructeur=instructeur, auteur=auteur, at=at)
    prolonger(tx, dossier, instructeur=instructeur, auteur=auteur, at=at)
