"""Who must have a second factor, and who has one."""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.comptes.models import Administrateur
from domain.errors import DomainError
from domain.seconds_facteurs.models import SecondFacteur


class Exigence(StrEnum):
    """Whom an installation obliges; anybody may have one."""

    libre = "libre"
    administrateurs = "administrateurs"


class Etat(NamedTuple):
    actif: bool
    obligatoire: bool


class SecondFacteurDejaActif(DomainError):
    code = "second_facteur_actif"

    def __init__(self) -> None:
        super().__init__("Un second facteur protège déjà ce compte : retirez-le d’abord")


class SecondFacteurAbsent(DomainError):
    code = "second_facteur_absent"

    def __init__(self) -> None:
        super().__init__("Aucun second facteur ne protège ce compte")


class CodeRefuse(DomainError):
    """Wrong, old, or taken before: not told apart."""

    code = "code_refuse"

    def __init__(self) -> None:
        super().__init__("Ce code n’est pas le bon, ou a déjà servi")


def etat_de(session: Session, compte_id: int, exigence: Exigence) -> Etat:
    facteur = select(SecondFacteur.compte_id).where(
        SecondFacteur.compte_id == compte_id, SecondFacteur.confirme_le.is_not(None)
    )
    administre = select(Administrateur.id).where(Administrateur.compte_id == compte_id)
    actif, administrateur = session.execute(select(facteur.exists(), administre.exists())).one()
    return Etat(actif, administrateur and exigence is Exigence.administrateurs)


def present(facteur: SecondFacteur | None) -> SecondFacteur:
    """Raises SecondFacteurAbsent."""
    if facteur is None or facteur.confirme_le is None:
        raise SecondFacteurAbsent
    return facteur
