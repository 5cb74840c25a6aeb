"""One account per e-mail, and the roles that add up on it (rules 0.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.comptes.models import (
    Administrateur,
    Compte,
    Expert,
    IdentiteFranceConnect,
    Instructeur,
)
from domain.errors import DomainError
from domain.transactions import Transaction


class Role(StrEnum):
    """`usager` needs no profile: every account may file dossiers (rules 0.1.1)."""

    usager = "usager"
    instructeur = "instructeur"
    administrateur = "administrateur"
    expert = "expert"


@dataclass
class Profils:
    """An account and all that hangs on it, loaded together."""

    compte: Compte
    instructeur: Instructeur | None = None
    administrateur: Administrateur | None = None
    expert: Expert | None = None
    identites: list[IdentiteFranceConnect] = field(default_factory=list)

    @property
    def usager_seulement(self) -> bool:
        return not (self.instructeur or self.administrateur or self.expert)


class FranceConnectInterdit(DomainError):
    """rules 0.1.2"""

    def __init__(self) -> None:
        super().__init__("Un instructeur ou un administrateur ne se connecte pas par FranceConnect")


def normaliser(email: str) -> str:
    return email.strip().lower()


def creer_compte(tx: Transaction, *, email: str, at: datetime) -> Profils:
    compte = Compte(email=normaliser(email), cree_le=at)
    tx.add(compte)
    return Profils(compte)


def ajouter_roles(
    tx: Transaction, profils: Profils, *, roles: Iterable[Role], at: datetime
) -> None:
    """Give the profiles that are missing. An administrateur is made instructeur too, and neither
    keeps FranceConnect identities (rules 0.1.2). A role already there is left as it is."""
    voulus = set(roles)
    compte = profils.compte
    if voulus & {Role.instructeur, Role.administrateur}:
        if profils.instructeur is None:
            profils.instructeur = Instructeur(compte=compte, cree_le=at)
            tx.add(profils.instructeur)
        for identite in profils.identites:
            tx.delete(identite)
        profils.identites = []
    if Role.administrateur in voulus and profils.administrateur is None:
        profils.administrateur = Administrateur(compte=compte, cree_le=at)
        tx.add(profils.administrateur)
    if Role.expert in voulus and profils.expert is None:
        profils.expert = Expert(compte=compte, cree_le=at)
        tx.add(profils.expert)


def lier_france_connect(tx: Transaction, profils: Profils, *, sujet: str) -> None:
    """Raises FranceConnectInterdit (rules 0.1.2). The account must have its number."""
    if profils.instructeur or profils.administrateur:
        raise FranceConnectInterdit
    identite = IdentiteFranceConnect(compte_id=profils.compte.id, sujet=sujet)
    profils.identites.append(identite)
    tx.add(identite)
