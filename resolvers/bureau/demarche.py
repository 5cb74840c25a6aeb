"""A démarche for who instructs it: one that has a groupe of his, whatever else he may know of it."""

from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, bindparam, select

from domain.demarches.models import Demarche
from domain.demarches.options import OPTIONS
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.loader import one
from resolvers.request import Request
from resolvers.statements import AnySelect, Statement, among


class DemarcheDuBureauRow(NamedTuple):
    """`options` are those that the démarche states; the others have their defaults."""

    id: int
    libelle: str
    etat: str
    pour_individu: bool
    sva_svr: dict[str, Any] | None
    chorus: dict[str, Any]
    options: dict[str, Any]

    def option(self, nom: str) -> Any:
        return self.options.get(nom, OPTIONS[nom].defaut)

    @property
    def expire_terminee(self) -> bool:
        """Whether decided dossiers end by themselves: the tab of those that do exists then (4.3.1)."""
        return bool(self.option("procedure_expires_when_termine_enabled"))


def un_groupe_est_mien() -> ColumnElement[bool]:
    """The right on a démarche: a groupe of it that the caller is a member of at this moment."""
    mien = select(GroupeInstructeur.id).where(
        GroupeInstructeur.demarche_id == Demarche.id,
        GroupeInstructeur.id == any_(bindparam("mes_groupes", None, type_=ARRAY(BigInteger))),
    )
    return mien.exists()


def demarches_du_bureau() -> AnySelect:
    """Every column of DemarcheDuBureauRow, of the démarches that the caller instructs."""
    return select(
        Demarche.id,
        Demarche.libelle,
        Demarche.etat,
        Demarche.pour_individu,
        Demarche.sva_svr,
        Demarche.chorus,
        Demarche.options,
    ).where(Demarche.supprimee_le.is_(None), un_groupe_est_mien())


DEMARCHE_DU_BUREAU = one(
    "demarche_du_bureau",
    Statement(demarches_du_bureau().where(among(Demarche.id)), DemarcheDuBureauRow),
)


async def demarche_du_bureau(
    request: Request, _: object, *, number: int
) -> DemarcheDuBureauRow | None:
    """None when it does not exist, when it is gone, and when it is not his: nobody can tell which."""
    trouvee: DemarcheDuBureauRow | None = await request.load(DEMARCHE_DU_BUREAU, number)
    return trouvee
