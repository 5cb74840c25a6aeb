from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domain.comptes.models import Instructeur
from domain.errors import DomainError
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.transactions import Transaction

DEFAUT = "défaut"


class GroupeParDefautFerme(DomainError):
    """rules 1.11.9"""

    code = "groupe_par_defaut"

    def __init__(self) -> None:
        super().__init__("Il est impossible de désactiver le groupe d’instructeurs par défaut.")


def creer_groupe(
    tx: Transaction,
    *,
    demarche_id: int,
    label: str,
    membres: Iterable[Instructeur],
    defaut: bool = False,
    ferme: bool = False,
    regle: Mapping[str, Any] | None = None,
    at: datetime,
) -> GroupeInstructeur:
    """A groupe and its members. The default one is open and stays so (rules 1.11.9)."""
    if defaut and ferme:
        raise GroupeParDefautFerme
    groupe = GroupeInstructeur(
        demarche_id=demarche_id, label=label.strip(), ferme=ferme, defaut=defaut,
        regle=dict(regle) if regle else None, cree_le=at,
    )  # fmt: skip
    tx.add(groupe)
    tx.flush()
    for membre in membres:
        tx.add(Affectation(groupe_instructeur_id=groupe.id, instructeur_id=membre.id, cree_le=at))
    return groupe
