from domain.comptes.roles import Profils
from domain.errors import DomainError
from domain.transactions import Transaction


class SuppressionImpossible(DomainError):
    """rules 0.1.3"""

    def __init__(self) -> None:
        super().__init__("Seul un compte qui n’est qu’usager peut être supprimé")


def supprimer(tx: Transaction, profils: Profils) -> None:
    """Delete an account whose dossiers have already left it (`domain.dossiers.depart_usager`).

    Raises SuppressionImpossible for an account with another role (rules 0.1.3, 9.6.2).
    """
    if not profils.usager_seulement:
        raise SuppressionImpossible
    tx.delete(profils.compte)
