"""Who is signed in, and what the roles of his account let him see: read in the request's own snapshot."""

from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Text,
    bindparam,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import cast as sql_cast

from domain.comptes.models import Administrateur, Compte, Instructeur
from domain.demarches.models import Demarche, DemarcheAdministrateur
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.sessions.models import SessionDeCompte
from domain.sessions.ouverture import vivante
from domain.sessions.secret import empreinte
from resolvers.snapshot import Snapshot
from resolvers.statements import AnySelect, Asked, Statement
from resolvers.viewer import Viewer


class ConnecteRow(NamedTuple):
    """`a_noter`: its last use is over a minute old."""

    session_id: int | None
    compte_id: int
    instructeur_id: int | None
    administrateur_id: int | None
    a_noter: bool
    groupes: list[int] | None
    demarches: list[int] | None

    def viewer(self) -> Viewer:
        return Viewer(
            administrateur_id=self.administrateur_id,
            demarches=tuple(self.demarches or ()),
            ecriture=True,
            compte_id=self.compte_id,
            instructeur_id=self.instructeur_id,
            session_id=self.session_id,
            groupes=tuple(self.groupes or ()),
        )


_membre = (
    select(Affectation.groupe_instructeur_id)
    .join(GroupeInstructeur, GroupeInstructeur.id == Affectation.groupe_instructeur_id)
    .where(Affectation.instructeur_id == Instructeur.id)
)
_groupes = (
    _membre.join(Demarche, Demarche.id == GroupeInstructeur.demarche_id)
    .where(Demarche.supprimee_le.is_(None))
    .with_only_columns(func.array_agg(GroupeInstructeur.id))
    .correlate(Instructeur)
    .scalar_subquery()
)
_demarches = (
    select(func.array_agg(Demarche.id))
    .where(
        Demarche.supprimee_le.is_(None),
        or_(
            _membre.where(GroupeInstructeur.demarche_id == Demarche.id)
            .correlate(Instructeur, Demarche)
            .exists(),
            select(DemarcheAdministrateur)
            .where(
                DemarcheAdministrateur.demarche_id == Demarche.id,
                DemarcheAdministrateur.administrateur_id == Administrateur.id,
            )
            .correlate(Administrateur, Demarche)
            .exists(),
        ),
    )
    .correlate(Instructeur, Administrateur)
    .scalar_subquery()
)


def _connecte(session_id: Any, a_noter: ColumnElement[bool]) -> AnySelect:
    return (
        select(
            session_id.label("session_id"),
            Compte.id.label("compte_id"),
            Instructeur.id.label("instructeur_id"),
            Administrateur.id.label("administrateur_id"),
            a_noter.label("a_noter"),
            sql_cast(_groupes, ARRAY(BigInteger)).label("groupes"),
            sql_cast(_demarches, ARRAY(BigInteger)).label("demarches"),
        )
        .select_from(Compte)
        .outerjoin(Instructeur, Instructeur.compte_id == Compte.id)
        .outerjoin(Administrateur, Administrateur.compte_id == Compte.id)
    )


_vieille = SessionDeCompte.vue_le < func.now() - func.make_interval(0, 0, 0, 0, 0, 1)
_SESSION = Statement(
    _connecte(SessionDeCompte.id, _vieille)
    .join(SessionDeCompte, SessionDeCompte.compte_id == Compte.id)
    .where(
        SessionDeCompte.empreinte == func.decode(bindparam("empreinte", None, type_=Text), "hex"),
        vivante(),
    ),
    ConnecteRow,
)
_COMPTE = Statement(
    _connecte(sql_cast(literal(None), BigInteger), literal(False)).where(
        Compte.id == bindparam("compte", None, type_=BigInteger)
    ),
    ConnecteRow,
)

# Written beside the request, whatever becomes of it. Statements, not a read: no snapshot.
NOTER_UTILISATION = "UPDATE sessions SET vue_le = now() WHERE id = %(id)s"


def question(secret: str) -> Asked:
    """Whose session this is: no row when it is over, or never was."""
    return _SESSION, {"empreinte": empreinte(secret).hex()}


async def du_compte(snapshot: Snapshot, compte_id: int) -> ConnecteRow | None:
    """An account as it is now, for a link that it was given while it was signed in."""
    trouves = await snapshot.rows(_COMPTE, {"compte": compte_id})
    return trouves[0] if trouves else None
