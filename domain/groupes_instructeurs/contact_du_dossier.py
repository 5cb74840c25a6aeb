from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.groupes_instructeurs.contacts import ContactDeGroupe
from domain.groupes_instructeurs.models import GroupeInstructeur


def contact_du_dossier(
    session: Session, *, demarche_id: int, groupe_id: int | None
) -> ContactDeGroupe | None:
    """Where the usager of a dossier reaches its groupe, when the démarche is routed, that is, has several
    open groupes (rules 1.11.3, 1.11.17). Without it the service answers."""
    ouverts = (
        select(func.count())
        .select_from(GroupeInstructeur)
        .where(GroupeInstructeur.demarche_id == demarche_id, GroupeInstructeur.ferme.is_(False))
        .scalar_subquery()
    )
    return session.scalar(
        select(ContactDeGroupe).where(
            ContactDeGroupe.groupe_instructeur_id == groupe_id, ouverts > 1
        )
    )
