"""What every check is given: where to complain, who exists, what time it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.comptes.roles import Role
from scenarios.format.scenario import Scenario
from scenarios.refus import Anomalies, Chemin
from scenarios.verification.existants import Existants

NOMS = {
    Role.administrateur: "administrateur",
    Role.instructeur: "instructeur",
    Role.expert: "expert",
    Role.usager: "usager",
}


@dataclass
class Contexte:
    anomalies: Anomalies
    roles: Mapping[str, set[Role]]
    existants: Existants
    maintenant: datetime
    remplacer: bool = False

    def noter(self, chemin: Chemin, raison: str) -> None:
        self.anomalies.noter(chemin, raison)

    def exiger(self, email: str, chemin: Chemin, *roles: Role) -> None:
        """An account of the file or of the database, with one of these roles. Any has `usager`."""
        tenus = self.roles.get(email)
        if tenus is None:
            self.noter(chemin, f"« {email} » n’est un compte ni du fichier ni de la base")
        elif roles and not tenus & set(roles):
            voulus = " ni ".join(NOMS[role] for role in roles)
            self.noter(chemin, f"« {email} » n’est pas {voulus}")

    def exiger_tous(self, emails: Iterable[str], chemin: Chemin, role: Role) -> None:
        for rang, email in enumerate(emails):
            self.exiger(email, (*chemin, rang), role)


def roles_connus(scenario: Scenario, existants: Existants) -> dict[str, set[Role]]:
    """Roles add up: the file's, and those that the database knew."""
    roles = {email: set(tenus) for email, tenus in existants.roles.items()}
    for compte in scenario.comptes:
        tenus = roles.setdefault(compte.email, {Role.usager})
        tenus |= set(compte.roles)
        if Role.administrateur in tenus:
            tenus.add(Role.instructeur)  # rules 0.1.2
    return roles
