"""Who may act: the last of the checks, so that what is wrong with the dossier is said first (api 9)."""

from sqlalchemy import select

from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.groupes_instructeurs.models import Affectation
from domain.transactions import Transaction


class AccesRefuse(DomainError):
    code = "acces_refuse"

    def __init__(self) -> None:
        super().__init__("L’instructeur n’a pas les droits d’accès à ce dossier")


class PasLUsager(DomainError):
    code = "acces_refuse"

    def __init__(self) -> None:
        super().__init__("Seul l’usager qui a déposé le dossier peut faire cela")


def exiger_un_instructeur(
    tx: Transaction, dossier: Dossier, instructeur: Instructeur | None
) -> Instructeur:
    """A member of the groupe that holds the dossier, and nothing else. Raises AccesRefuse."""
    if instructeur is None:
        raise AccesRefuse
    membre = select(Affectation.instructeur_id).where(
        Affectation.groupe_instructeur_id == dossier.groupe_instructeur_id,
        Affectation.instructeur_id == instructeur.id,
    )
    if tx.session.scalar(membre) is None:
        raise AccesRefuse
    return instructeur


def exiger_l_usager(dossier: Dossier, usager: Compte) -> None:
    """Raises PasLUsager: the dossier is another's, or its owner's account is gone."""
    if dossier.usager_id != usager.id:
        raise PasLUsager
