"""The roles of an account: what hangs on it at this moment, never a flag of its own (rules 0.1)."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from domain.comptes.models import Administrateur, Expert, Instructeur
from domain.comptes.roles import Role

# In the order in which somebody's first page is chosen (rules 0.1.4).
PROFILS: dict[Role, type[Administrateur] | type[Instructeur] | type[Expert]] = {
    Role.administrateur: Administrateur,
    Role.instructeur: Instructeur,
    Role.expert: Expert,
}


def roles_du_compte(session: Session, compte_id: int) -> list[Role]:
    """Every account is an usager's."""
    colonnes = [exists().where(profil.compte_id == compte_id) for profil in PROFILS.values()]
    tenus = session.execute(select(*colonnes)).one()
    return [
        *(role for role, tenu in zip(PROFILS, tenus, strict=True) if tenu),
        Role.usager,
    ]
