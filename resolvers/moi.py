"""Whoever is signed in: his account, the roles that hang on it, the places where he is signed in."""

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, select

from domain import identifiants
from domain.comptes.models import Compte
from domain.comptes.projections import PROFILS
from domain.comptes.roles import Role
from domain.sessions.models import SessionDeCompte
from domain.sessions.ouverture import vivante
from resolvers.loader import many
from resolvers.request import Request
from resolvers.statements import Statement, among, instant


class MoiRow(NamedTuple):
    compte_id: int
    email: str
    administrateur: int | None
    instructeur: int | None
    expert: int | None

    @property
    def roles(self) -> list[Role]:
        tenus = [role for role in PROFILS if getattr(self, role) is not None]
        return [*tenus, Role.usager]

    @property
    def identifiant_instructeur(self) -> str:
        return identifiants.identifiant("Instructeur", self.instructeur or 0)

    @property
    def identifiant_expert(self) -> str:
        return identifiants.identifiant("Expert", self.expert or 0)


class SessionRow(NamedTuple):
    cle: int
    id: int
    navigateur: str
    adresse: str
    souvenir: bool
    cree_le: str
    vue_le: str


def _tenu(role: Role) -> ColumnElement[Any]:
    profil = PROFILS[role]
    return select(profil.id).where(profil.compte_id == Compte.id).scalar_subquery().label(role)


_MOI = Statement(
    select(
        Compte.id.label("compte_id"),
        Compte.email,
        _tenu(Role.administrateur),
        _tenu(Role.instructeur),
        _tenu(Role.expert),
    ).where(Compte.id == bindparam("compte", None, type_=BigInteger)),
    MoiRow,
)

SESSIONS_DU_COMPTE = many(
    "sessions_du_compte",
    Statement(
        select(
            SessionDeCompte.compte_id.label("cle"),
            SessionDeCompte.id,
            SessionDeCompte.navigateur,
            func.host(SessionDeCompte.adresse).label("adresse"),
            SessionDeCompte.souvenir,
            instant(SessionDeCompte.cree_le),
            instant(SessionDeCompte.vue_le),
        )
        .where(among(SessionDeCompte.compte_id), vivante())
        .order_by(SessionDeCompte.compte_id, SessionDeCompte.cree_le, SessionDeCompte.id),
        SessionRow,
    ),
)


async def moi(request: Request, _: object) -> MoiRow | None:
    """Nobody, for a token and for nobody."""
    if request.viewer.compte_id is None:
        return None
    trouves = await request.snapshot.rows(_MOI, {"compte": request.viewer.compte_id})
    return trouves[0] if trouves else None


def courante(session: SessionRow, request: Request) -> bool:
    return session.id == request.viewer.session_id
