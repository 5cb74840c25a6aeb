"""The token of a request, and what it may see: read in the request's own snapshot."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, bindparam, func, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import CIDR, INET
from sqlalchemy.dialects.postgresql import UUID as SqlUuid

from domain.demarches.models import Demarche, DemarcheAdministrateur
from domain.jetons.models import Jeton
from resolvers.snapshot import Snapshot
from resolvers.statements import Asked, Statement
from resolvers.viewer import Viewer


class JetonRow(NamedTuple):
    """`a_noter`: its last use is over a minute old, or it comes from an address not seen yet."""

    id: UUID
    administrateur_id: int
    secret_hash: bytes
    ecriture: bool
    expire: bool
    reseau_autorise: bool
    a_noter: bool
    demarches: list[int] | None

    def viewer(self) -> Viewer:
        return Viewer(self.administrateur_id, tuple(self.demarches or ()), self.ecriture, self.id)


_adresse = sql_cast(bindparam("adresse", None, type_=Text), INET)
_reseau = func.unnest(Jeton.reseaux).column_valued("reseau")
_aujourdhui = func.timezone("Europe/Paris", func.now()).cast(Jeton.expire_le.type)

# Those of the owner at this moment, within the list if there is one, without the deleted (api 3.3).
_demarches = (
    select(func.array_agg(Demarche.id))
    .join(DemarcheAdministrateur, DemarcheAdministrateur.demarche_id == Demarche.id)
    .where(
        DemarcheAdministrateur.administrateur_id == Jeton.administrateur_id,
        Demarche.supprimee_le.is_(None),
        or_(Jeton.demarches.is_(None), Demarche.id == func.any(Jeton.demarches)),
    )
    .scalar_subquery()
)

_JETON = Statement(
    select(
        Jeton.id,
        Jeton.administrateur_id,
        Jeton.secret_hash,
        Jeton.ecriture,
        func.coalesce(Jeton.expire_le < _aujourdhui, False).label("expire"),
        or_(
            func.cardinality(Jeton.reseaux) == 0,
            select(1).where(_adresse.op("<<=")(sql_cast(_reseau, CIDR))).exists(),
        ).label("reseau_autorise"),
        or_(
            Jeton.derniere_utilisation_le.is_(None),
            Jeton.derniere_utilisation_le < func.now() - func.make_interval(0, 0, 0, 0, 0, 1),
            ~(_adresse == func.any(Jeton.adresses_vues)),
        ).label("a_noter"),
        sql_cast(_demarches, ARRAY(BigInteger)).label("demarches"),
    ).where(
        Jeton.id == bindparam("id", None, type_=SqlUuid(as_uuid=True)), Jeton.revoque_le.is_(None)
    ),
    JetonRow,
)

# Written beside the request, whatever becomes of it (api 3.4). Statements, not a read: no snapshot.
NOTER_UTILISATION = """
    UPDATE jetons
       SET derniere_utilisation_le = now(),
           adresses_vues = CASE WHEN %(adresse)s::inet = ANY (adresses_vues) THEN adresses_vues
                                ELSE adresses_vues || %(adresse)s::inet END
     WHERE id = %(id)s
"""


def question(id: UUID, adresse: str) -> Asked:
    """The token of this id, asked for from this address: no row when it is absent or revoked."""
    return _JETON, {"id": id, "adresse": adresse}


async def charger(snapshot: Snapshot, id: UUID, adresse: str) -> JetonRow | None:
    [trouves] = await snapshot.together([question(id, adresse)])
    return trouves[0] if trouves else None
