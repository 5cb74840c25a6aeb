"""A groupe's name, whether it is open, and its members (rules 1.11.2, 1.11.9, 1.11.11)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from domain.comptes.models import Instructeur
from domain.errors import DomainError
from domain.groupes_instructeurs.creation import GroupeParDefautFerme
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.textes import propre
from domain.transactions import Transaction


class LibelleRefuse(DomainError):
    """`defaut` ends the sentence."""

    code = "libelle_refuse"

    def __init__(self, defaut: str) -> None:
        super().__init__(f"Le libellé {defaut}")


class GroupeSansInstructeur(DomainError):
    """rules 14.3-19"""

    code = "dernier_instructeur"

    def __init__(self) -> None:
        super().__init__("Suppression impossible : le groupe doit garder au moins un instructeur")


def exiger_un_libelle(
    label: str, *, autres: Collection[GroupeInstructeur], groupe: GroupeInstructeur | None = None
) -> str:
    """The label as it is kept. `autres` are the démarche's groupes. Raises LibelleRefuse."""
    garde = propre(label).strip()
    if not garde:
        raise LibelleRefuse("doit être rempli")
    if any(autre.label == garde and autre is not groupe for autre in autres):
        raise LibelleRefuse("est déjà utilisé")
    return garde


def ouvrir_ou_fermer(groupe: GroupeInstructeur, *, ferme: bool) -> None:
    """Its dossiers and members stay. Raises GroupeParDefautFerme."""
    if ferme and groupe.defaut:
        raise GroupeParDefautFerme
    groupe.ferme = ferme


def ajouter(
    tx: Transaction,
    groupe: GroupeInstructeur,
    *,
    instructeurs: Iterable[Instructeur],
    membres: Iterable[Affectation],
    at: datetime,
) -> list[Instructeur]:
    """Those who were not members yet. `membres` are the groupe's affectations."""
    presents = {membre.instructeur_id for membre in membres}
    ajoutes = [i for i in instructeurs if i.id not in presents]
    for instructeur in ajoutes:
        tx.add(
            Affectation(groupe_instructeur_id=groupe.id, instructeur_id=instructeur.id, cree_le=at)
        )
    return ajoutes


def retirer(
    tx: Transaction, *, instructeurs: Iterable[Instructeur], membres: Collection[Affectation]
) -> list[Affectation]:
    """The affectations that go; others than members are passed over. Raises GroupeSansInstructeur."""
    voulus = {instructeur.id for instructeur in instructeurs}
    partants = [membre for membre in membres if membre.instructeur_id in voulus]
    if partants and len(partants) == len(membres):
        raise GroupeSansInstructeur
    for partant in partants:
        tx.delete(partant)
    return partants
