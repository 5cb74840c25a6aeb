"""The badges that the caller is shown: on a dossier, counted on a démarche, by tab (rules 4.7)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    case,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import aggregate_order_by, array

from domain.badges.models import Badge
from domain.badges.regles import VOLETS, Volet, s_affiche
from domain.badges.types import (
    CLASSES,
    IMPORTANCE,
    LIBELLES,
    MENTIONS,
    NOUVEAUTES,
    ClasseBadge,
    TypeBadge,
)
from domain.dossiers.models import Dossier
from domain.presentations.onglets import Onglet
from domain.presentations.predicats import dans_l_onglet
from resolvers.bureau.onglets import MOI, REGARD
from resolvers.loader import Loader
from resolvers.statements import AnySelect, Statement, among
from resolvers.visibilite import de_mes_groupes

# How many dossiers a drawer shows of each badge (rules 4.7.5).
DANS_UN_TIROIR = 10

# Where there is a red dot for something new (rules 4.3.4).
A_PASTILLE = (Onglet.a_suivre, Onglet.suivis, Onglet.traites)


class BadgeRow(NamedTuple):
    """`jours` since the deposit, or before the end; null for badges that tell no number."""

    cle: int
    type: str
    jours: int | None

    @property
    def badge(self) -> TypeBadge:
        return TypeBadge(self.type)

    @property
    def classe(self) -> ClasseBadge:
        return CLASSES[self.badge]

    @property
    def mention(self) -> str:
        return MENTIONS[self.badge].format(n=self.jours)

    @property
    def libelle(self) -> str:
        return LIBELLES[self.badge]

    @property
    def volet(self) -> Volet | None:
        return VOLETS.get(self.badge)


class TiroirRow(NamedTuple):
    """The dossiers of one tab that have one badge: how many, and the last ones."""

    cle: int
    onglet: str
    type: str
    nombre: int
    dossiers: list[int]

    @property
    def badge(self) -> TypeBadge:
        return TypeBadge(self.type)

    @property
    def libelle(self) -> str:
        return LIBELLES[self.badge]


class CompteRow(NamedTuple):
    """How many dossiers of a démarche have one badge."""

    cle: int
    type: str
    nombre: int

    @property
    def badge(self) -> TypeBadge:
        return TypeBadge(self.type)

    @property
    def classe(self) -> ClasseBadge:
        return CLASSES[self.badge]

    @property
    def libelle(self) -> str:
        return LIBELLES[self.badge]


def _miens(*colonnes: Any) -> AnySelect:
    """The caller's badges that are shown, on dossiers of his groupes."""
    return (
        select(*colonnes)
        .select_from(Badge)
        .join(Dossier, Dossier.id == Badge.dossier_id)
        .where(Badge.instructeur_id == MOI, de_mes_groupes(Dossier), s_affiche())
    )


# Days of the calendar in Paris, which is the zone of every session.
_SUPPRIME_LE = """least(dossiers.cache_par_expiration_le, CASE
    WHEN dossiers.cache_par_usager_le IS NOT NULL AND dossiers.cache_par_administration_le IS NOT NULL
    THEN greatest(dossiers.cache_par_usager_le, dossiers.cache_par_administration_le) END)::date + 14"""
_JOURS = {
    TypeBadge.dossier_depose: "current_date - dossiers.depose_le::date",
    TypeBadge.dossier_expirant: "greatest(dossiers.expire_le::date - current_date, 0)",
    TypeBadge.dossier_suppression: f"greatest({_SUPPRIME_LE} - current_date, 0)",
}


def _jours() -> ColumnElement[Any]:
    return sql_cast(
        case(*((Badge.type == badge, literal_column(f"({sql})")) for badge, sql in _JOURS.items())),
        BigInteger,
    ).label("jours")


def _par_importance(rows: Sequence[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: IMPORTANCE[row.badge])


BADGES_DU_DOSSIER: Loader[BadgeRow, list[BadgeRow]] = Loader(
    "badges_du_dossier",
    Statement(
        _miens(
            Badge.dossier_id.label("cle"), sql_cast(Badge.type, Text).label("type"), _jours()
        ).where(among(Badge.dossier_id)),
        BadgeRow,
    ),
    _par_importance,
)  # fmt: skip


COMPTES_DE_BADGES: Loader[CompteRow, list[CompteRow]] = Loader(
    "comptes_de_badges",
    Statement(
        _miens(
            Dossier.demarche_id.label("cle"),
            sql_cast(Badge.type, Text).label("type"),
            func.count().label("nombre"),
        )
        .where(among(Dossier.demarche_id))
        .group_by(Dossier.demarche_id, Badge.type),
        CompteRow,
    ),
    _par_importance,
)


def _tiroirs() -> AnySelect:
    """One row for each tab that shows the dossier, then one for each tab and badge."""
    onglets: list[Any] = [
        case((dans_l_onglet(onglet, REGARD), literal(str(onglet), Text))) for onglet in Onglet
    ]
    vus = (
        _miens(
            Dossier.demarche_id,
            Badge.type,
            Badge.dossier_id,
            Badge.affiche_le,
            func.unnest(array(onglets, type_=Text)).label("onglet"),
        )
        .where(among(Dossier.demarche_id))
        .subquery("vus")
    )
    recents = aggregate_order_by(vus.c.dossier_id, vus.c.affiche_le.desc(), vus.c.dossier_id.desc())
    de_trop = sql_cast(
        func.greatest(func.count() - literal_column(str(DANS_UN_TIROIR)), 0), Integer
    )
    return (
        select(
            vus.c.demarche_id.label("cle"),
            vus.c.onglet.label("onglet"),
            sql_cast(vus.c.type, Text).label("type"),
            func.count().label("nombre"),
            func.trim_array(func.array_agg(recents), de_trop).label("dossiers"),
        )
        .where(vus.c.onglet.is_not(None))
        .group_by(vus.c.demarche_id, vus.c.onglet, vus.c.type)
    )


_RANGS = {str(onglet): rang for rang, onglet in enumerate(Onglet)}

TIROIRS: Loader[TiroirRow, list[TiroirRow]] = Loader(
    "tiroirs_de_badges",
    Statement(_tiroirs(), TiroirRow),
    lambda rows: sorted(rows, key=lambda row: (_RANGS[row.onglet], IMPORTANCE[row.badge])),
)


def pastilles(_: object, tiroirs: Sequence[TiroirRow]) -> list[Onglet]:
    """The tabs where something is new (rules 4.3.4)."""
    nouveaux = {tiroir.onglet for tiroir in tiroirs if tiroir.badge in NOUVEAUTES}
    return [onglet for onglet in A_PASTILLE if onglet in nouveaux]
