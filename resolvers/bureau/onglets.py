"""The tabs of a démarche, for who asks: their dossiers, and how many (rules 4.3)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    any_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.selectable import NamedFromClause

from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.presentations.onglets import Onglet, onglets
from domain.presentations.predicats import Regard, dans_l_onglet
from resolvers.bureau.demarche import DemarcheDuBureauRow, un_groupe_est_mien
from resolvers.loader import one
from resolvers.statements import Statement, among
from resolvers.visibilite import de_mes_groupes

Conditions = Sequence[ColumnElement[bool]]
MOI = bindparam("mon_instructeur", None, type_=BigInteger)
REGARD = Regard(MOI)


def dossiers_de_l_onglet(onglet: Onglet, *, avec_archives: bool = False) -> Conditions:
    """Of one démarche (`demarche`) and of the caller's groupes."""
    return [
        Dossier.demarche_id == bindparam("demarche", None, type_=BigInteger),
        de_mes_groupes(Dossier),
        dans_l_onglet(onglet, REGARD, avec_archives=avec_archives),
    ]


# --- how many -------------------------------------------------------------------------------------


class CompteursRow(NamedTuple):
    """Of one démarche, for who asks; `expirants` is null where nothing expires (rules 4.3.1)."""

    cle: int
    a_suivre: int
    suivis: int
    traites: int
    tous: int
    expirants: int | None


def _combien(onglet: Onglet) -> ColumnElement[int]:
    """A count that looks at its tab's own index, and nowhere else."""
    return (
        select(func.count())
        .select_from(Dossier)
        .where(
            Dossier.demarche_id == Demarche.id,
            de_mes_groupes(Dossier),
            dans_l_onglet(onglet, REGARD),
        )
        .correlate(Demarche)
        .scalar_subquery()
    )


_TERMINES = func.count().filter(
    literal_column("dossiers.state IN ('accepte', 'refuse', 'sans_suite')")
)


def _par_groupe() -> NamedFromClause:
    """Nearly all the dossiers of a démarche are in two tabs: counted together, groupe by groupe, in an index
    that holds nothing else."""
    miens = select(GroupeInstructeur.id).where(
        GroupeInstructeur.demarche_id == Demarche.id,
        GroupeInstructeur.id == any_(bindparam("mes_groupes", None, type_=ARRAY(BigInteger))),
    )
    comptes = select(func.count().label("tous"), _TERMINES.label("traites")).where(
        Dossier.groupe_instructeur_id.in_(miens.correlate(Demarche)),
        dans_l_onglet(Onglet.tous, REGARD),
    )
    return comptes.correlate(Demarche).lateral("comptes")


_COMPTES = _par_groupe()

# Absent, the option has its default, which is yes.
_EXPIRE = func.coalesce(
    Demarche.options["procedure_expires_when_termine_enabled"].as_boolean(), true()
)

COMPTEURS = one(
    "compteurs_du_bureau",
    Statement(
        select(
            Demarche.id.label("cle"),
            _combien(Onglet.a_suivre).label("a_suivre"),
            _combien(Onglet.suivis).label("suivis"),
            _COMPTES.c.traites,
            _COMPTES.c.tous,
            case((_EXPIRE, _combien(Onglet.expirant))).label("expirants"),
        )
        .join(_COMPTES, true())
        .where(among(Demarche.id), un_groupe_est_mien()),
        CompteursRow,
        kept=False,  # whom one follows, and how many wait, say which way to read
    ),
)


# --- which ones there are -------------------------------------------------------------------------


class OngletVu(NamedTuple):
    cle: Onglet
    libelle: str


def onglets_de(demarche: DemarcheDuBureauRow) -> list[OngletVu]:
    return [OngletVu(o, o.libelle) for o in onglets(expire_terminee=demarche.expire_terminee)]
