from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from domain.groupes_instructeurs.contacts import ContactDeGroupe
from domain.groupes_instructeurs.models import GroupeInstructeur


def contact_du_dossier(son_groupe: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Where the usager of a dossier reaches its groupe, when the démarche is routed, that is, has several
    open groupes (rules 1.11.3, 1.11.17). Without it the service answers.

    Between the rows of contacts and those of dossiers, whose column `son_groupe` is, all of one `demarche`,
    a parameter: its groupes are counted once."""
    ouverts = (
        select(func.count())
        .select_from(GroupeInstructeur)
        .where(
            GroupeInstructeur.demarche_id == bindparam("demarche", type_=BigInteger),
            GroupeInstructeur.ferme.is_(False),
        )
        .scalar_subquery()
    )
    sien = ContactDeGroupe.groupe_instructeur_id == son_groupe
    return and_(sien, ouverts > 1)
