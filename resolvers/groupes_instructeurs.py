from typing import Any, NamedTuple

from sqlalchemy import select

from domain.demarches.models import Demarche
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.demarches import Existe
from resolvers.loader import many, one
from resolvers.statements import AnySelect, Statement, among
from resolvers.visibilite import demarche_accessible


class GroupeRow(NamedTuple):
    cle: int
    id: int
    demarche_id: int
    label: str
    ferme: bool


def _groupes(cle: Any) -> AnySelect:
    return select(
        cle.label("cle"),
        GroupeInstructeur.id,
        GroupeInstructeur.demarche_id,
        GroupeInstructeur.label,
        GroupeInstructeur.ferme,
    ).where(demarche_accessible(GroupeInstructeur.demarche_id))


GROUPE = one(
    "groupe",
    Statement(_groupes(GroupeInstructeur.id).where(among(GroupeInstructeur.id)), GroupeRow),
)

GROUPES_DE_LA_DEMARCHE = many(
    "groupes_de_la_demarche",
    Statement(
        _groupes(GroupeInstructeur.demarche_id)
        .where(among(GroupeInstructeur.demarche_id))
        .order_by(GroupeInstructeur.demarche_id, GroupeInstructeur.label, GroupeInstructeur.id),
        GroupeRow,
    ),
)

GROUPE_EXISTE = one(
    "groupe_existe",
    Statement(
        select(GroupeInstructeur.id)
        .join(Demarche, Demarche.id == GroupeInstructeur.demarche_id)
        .where(among(GroupeInstructeur.id), Demarche.supprimee_le.is_(None)),
        Existe,
    ),
)
