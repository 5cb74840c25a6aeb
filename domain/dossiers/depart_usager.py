"""What becomes of dossiers when the account of their usager is deleted (rules 9.6.2)."""

from collections.abc import Iterable
from datetime import datetime

from domain.comptes.models import Compte
from domain.dossiers.models import Dossier, RaisonSuppression
from domain.dossiers.states import TERMINE, State
from domain.dossiers.suppression import Cote, masquer
from domain.errors import DomainError


class DossierEnInstruction(DomainError):
    def __init__(self, dossier: Dossier) -> None:
        super().__init__(
            f"Le compte ne peut pas être supprimé : le dossier {dossier.id} est en instruction"
        )


def detacher(dossiers: Iterable[Dossier], *, usager: Compte, at: datetime) -> list[Dossier]:
    """Decided dossiers are hidden on the usager's side and keep only his address, to be shown and
    never written to. The others are returned: they are to be purged at once.

    Raises DossierEnInstruction before anything is changed.
    """
    siens = list(dossiers)
    for dossier in siens:
        if dossier.state is State.en_instruction:
            raise DossierEnInstruction(dossier)
    for dossier in siens:
        masquer(dossier, cote=Cote.usager, raison=RaisonSuppression.user_removed, at=at)
        if dossier.state in TERMINE:
            dossier.usager_id = None
            dossier.usager_supprime_email = usager.email
    return [dossier for dossier in siens if dossier.state not in TERMINE]
