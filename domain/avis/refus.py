"""What is refused of an avis that is there (rules 6.7 to 6.10)."""

from domain.avis.models import Avis
from domain.comptes.models import Expert
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.errors import DomainError


class AvisDUnAutre(DomainError):
    """Not asked of this expert, or not any more (rules 6.7); nor by him."""

    code = "avis_d_un_autre"

    def __init__(self) -> None:
        super().__init__("Cet avis ne vous est pas demandé")


class AvisDejaRendu(DomainError):
    code = "avis_deja_rendu"

    def __init__(self) -> None:
        super().__init__("Cet avis est déjà rendu")


class AvisDejaRevoque(DomainError):
    code = "avis_deja_revoque"

    def __init__(self) -> None:
        super().__init__("Cette demande d’avis est déjà révoquée")


class DossierTraite(DomainError):
    """What nobody waits for any more is not asked, nor answered (rules 5.1, 6.9)."""

    code = "dossier_traite"

    def __init__(self) -> None:
        super().__init__("Ce dossier est traité : on n’y demande ni n’y rend plus d’avis")


def exiger_en_cours(dossier: Dossier) -> None:
    """Raises DossierTraite."""
    if dossier.state in TERMINE:
        raise DossierTraite


def exiger_le_sien(avis: Avis, expert: Expert) -> None:
    """Raises AvisDUnAutre."""
    if avis.expert_id != expert.id or avis.revoque_le is not None:
        raise AvisDUnAutre
