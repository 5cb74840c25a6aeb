"""Programmes of exports, for whoever may be told of what they make; their secrets, for who made them."""

from typing import NamedTuple

from sqlalchemy import ARRAY, BigInteger, and_, any_, bindparam, case, func, or_, select

from domain.exports.programmes import ProgrammeDExport as P
from resolvers.loader import Loader, many, one
from resolvers.statements import AnySelect, Statement, among, instant


class ProgrammeRow(NamedTuple):
    cle_de: int
    id: int
    format: str
    cadence: str
    heure: int
    jour: int | None
    incremental: bool
    prochain_le: str
    arrete_le: str | None
    raison: str | None
    secret: str | None


def _programmes(cle: object) -> AnySelect:
    miens = bindparam("mes_groupes", None, type_=ARRAY(BigInteger))
    entiere = P.demarche_id == any_(bindparam("demarches_entieres", None, type_=ARRAY(BigInteger)))
    de_mes_groupes = and_(
        ~P.entiere, func.cardinality(P.groupes) > 0, P.groupes.contained_by(miens)
    )
    moi = bindparam("mon_instructeur", None, type_=BigInteger)
    return select(
        cle.label("cle_de"),  # type: ignore[attr-defined]  # a column
        P.id,
        P.format,
        P.cadence,
        P.heure,
        P.jour,
        P.incremental,
        instant(P.prochain_le),
        instant(P.arrete_le),
        P.raison,
        case((or_(entiere, P.instructeur_id == moi), P.secret)).label("secret"),
    ).where(among(cle), or_(entiere, de_mes_groupes))  # type: ignore[arg-type]


PROGRAMME: Loader[ProgrammeRow, ProgrammeRow | None] = one(
    "programme_d_export", Statement(_programmes(P.id), ProgrammeRow)
)
PROGRAMMES_DE_LA_DEMARCHE = many(
    "programmes_d_export_de_la_demarche",
    Statement(_programmes(P.demarche_id).order_by(P.demarche_id, P.id), ProgrammeRow),
)
