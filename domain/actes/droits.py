"""Who may act: the last of the checks, so that what is wrong with the dossier is said first (api 9)."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from domain.base import parmi
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
    if dossier.groupe_instructeur_id not in groupes_de(tx, instructeur, [dossier]):
        raise AccesRefuse
    return instructeur


_GROUPES = select(Affectation.groupe_instructeur_id).where(
    parmi(Affectation.groupe_instructeur_id, "groupes"),
    Affectation.instructeur_id == bindparam("instructeur"),
)


def groupes_de(
    tx: Transaction, instructeur: Instructeur | None, dossiers: Iterable[Dossier]
) -> frozenset[int]:
    """Of the groupes that hold these dossiers, those that he is a member of."""
    groupes = {d.groupe_instructeur_id for d in dossiers if d.groupe_instructeur_id is not None}
    if instructeur is None or not groupes:
        return frozenset()
    demande = {"groupes": list(groupes), "instructeur": instructeur.id}
    return frozenset(tx.session.scalars(_GROUPES, demande))


def exiger_l_usager(dossier: Dossier, usager: Compte) -> None:
    """Raises PasLUsager: the dossier is another's, or its owner's account is gone."""
    if dossier.usager_id != usager.id:
        raise PasLUsager
