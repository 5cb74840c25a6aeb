from datetime import datetime

from domain.dossiers.dates import toucher
from domain.dossiers.historique import ModeAffectation, Reaffectation
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction


class GroupeDUneAutreDemarche(DomainError):
    code = "groupe_d_une_autre_demarche"

    def __init__(self, groupe: GroupeInstructeur) -> None:
        super().__init__(
            f"Le groupe instructeur '{groupe.label}' n’appartient pas à la même démarche que le dossier"
        )


class DejaAvecLeGroupe(DomainError):
    code = "deja_avec_le_groupe"

    def __init__(self, groupe: GroupeInstructeur) -> None:
        super().__init__(f"Le dossier est déjà avec le groupe instructeur: '{groupe.label}'")


def exiger_un_autre_groupe(dossier: Dossier, groupe: GroupeInstructeur) -> None:
    """Raises DejaAvecLeGroupe, GroupeDUneAutreDemarche (api 10.7)."""
    if dossier.groupe_instructeur_id == groupe.id:
        raise DejaAvecLeGroupe(groupe)
    if groupe.demarche_id != dossier.demarche_id:
        raise GroupeDUneAutreDemarche(groupe)


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
