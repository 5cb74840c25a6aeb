"""What experts may see, as SQL: each statement of theirs carries it (rules 6.5, 6.7).

It is the person's own avis that opens a dossier, not revoked, as it is at this moment: `mon_compte` is
filled in from the viewer at each request. Whoever has none sees nothing.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, and_, bindparam, case, func, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from domain.avis.identites import CACHEES
from domain.avis.models import Avis, ExpertDemarche
from domain.comptes.models import Expert
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from resolvers.statements import AnySelect, among

# Of their own, so that a statement that reads the same tables is not taken for them.
_moi, _ma_place = aliased(Expert), aliased(ExpertDemarche)


def mon_numero() -> ColumnElement[int]:
    """The number that who is signed in has as an expert, if he has one."""
    return (
        select(_moi.id)
        .where(_moi.compte_id == bindparam("mon_compte", None, type_=BigInteger))
        .scalar_subquery()
    )


def est_a_moi(avis: Any = Avis) -> ColumnElement[bool]:
    """`dossiers` and `demarches` are joined: what the administration does not see any more is closed to
    experts too."""
    return and_(
        avis.expert_id == mon_numero(),
        avis.revoque_le.is_(None),
        Dossier.visible_par_administration,
        Demarche.supprimee_le.is_(None),
    )


def se_montre(autre: Any) -> ColumnElement[bool]:
    """Another avis of a dossier that is open to me: shared, mine, or asked by me (rules 6.5)."""
    return or_(
        ~autre.confidentiel,
        and_(autre.expert_id == mon_numero(), autre.revoque_le.is_(None)),
        autre.expert_demandeur_id == mon_numero(),
    )


def option(nom: str, *, defaut: bool) -> ColumnElement[bool]:
    """A setting of the démarche that is joined."""
    return func.coalesce(Demarche.options[nom].as_boolean(), defaut)


def messagerie_ouverte() -> ColumnElement[bool]:
    return option("allow_expert_messaging", defaut=True)


def decision_connue() -> ColumnElement[bool]:
    """Whether the administrateur lets this expert know how dossiers end (rules 1.12.2)."""
    return (
        select(_ma_place.expert_id)
        .where(
            _ma_place.expert_id == mon_numero(),
            _ma_place.demarche_id == Demarche.id,
            _ma_place.acces_decision,
            _ma_place.revoque_le.is_(None),
        )
        .exists()
    )


def nom_d_instructeur(numero: Any, email: Any) -> ColumnElement[str]:
    """What experts know of an instructeur: his address, unless the démarche keeps it (1.11.18)."""
    cache = sql_cast("Instructeur n° ", String) + sql_cast(numero, String)
    return case((option(CACHEES, defaut=False), cache), else_=sql_cast(email, String))


def ouverts(*colonnes: Any) -> AnySelect:
    """These columns of what my avis open; the key, the avis, is the first of them."""
    lus: AnySelect = (
        select(*colonnes)
        .select_from(Avis)
        .join(Dossier, Dossier.id == Avis.dossier_id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
    )
    return lus.where(among(Avis.id), est_a_moi())
