from datetime import datetime

from domain.dossiers.dates import toucher
from domain.dossiers.historique import ModeAffectation, Reaffectation
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction


class GroupeDUneAutreDemarche(DomainError):
    def __init__(self, groupe: GroupeInstructeur) -> None:
        super().__init__(
            f"Le groupe instructeur '{groupe.label}' n’appartient pas à la même démarche que le dossier"
        )


def affecter(
    tx: Transaction,
    dossier: Dossier,
    *,
    groupe: GroupeInstructeur,
    precedent: GroupeInstructeur | None = None,
    mode: ModeAffectation = ModeAffectation.auto,
    par: str | None = None,
    at: datetime,
) -> None:
    """Give the dossier to a groupe, and keep track of it (rules 1.11.13).

    A person's choice (`manual`) is kept by the routings to come (rules 1.11.5). Nothing is done when
    the groupe is the same already. Raises GroupeDUneAutreDemarche.
    """
    if groupe.demarche_id != dossier.demarche_id:
        raise GroupeDUneAutreDemarche(groupe)
    if dossier.groupe_instructeur_id == groupe.id:
        return
    dossier.groupe_instructeur_id = groupe.id
    dossier.groupe_modifie_le = at
    dossier.groupe_force = mode is ModeAffectation.manual
    tx.add(
        Reaffectation(
            dossier_id=dossier.id, mode=mode, le=at, par=par,
            groupe_id=groupe.id, groupe_label=groupe.label,
            groupe_precedent_id=precedent.id if precedent else None,
            groupe_precedent_label=precedent.label if precedent else None,
        )
    )  # fmt: skip
    toucher(dossier, at=at)
