"""One dossier as who instructs it sees it: found among those of his groupes, the corbeille included, or
not there at all (ARCHITECTURE 6). What hangs on it needs no other right: it is reached by this row."""

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from domain.comptes.models import Compte, Instructeur
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier, RaisonSuppression
from domain.dossiers.states import TERMINE, State
from domain.messagerie.models import Correction
from domain.visites.models import Visite
from resolvers.dossiers import DossierRow, dossiers
from resolvers.loader import one
from resolvers.request import Request
from resolvers.statements import Statement, among, instant
from resolvers.visibilite import de_mes_groupes

# How long before its end a dossier is said to expire soon, in weeks (rules 4.3).
BIENTOT = 2


def jete() -> ColumnElement[bool]:
    """In the corbeille (rules 4.3)."""
    par_nous = and_(
        Dossier.cache_par_administration_le.is_not(None), Dossier.state.in_(sorted(TERMINE))
    )
    expire = and_(
        Dossier.cache_par_expiration_le.is_not(None), Dossier.state != State.brouillon
    )  # fmt: skip
    return or_(par_nous, expire)


def de_mon_bureau() -> ColumnElement[bool]:
    """The right on a dossier, whether one acts on it or reads it in the corbeille."""
    return and_(de_mes_groupes(Dossier), or_(Dossier.visible_par_administration, jete()))


DOSSIER_DU_BUREAU = one(
    "dossier_du_bureau",
    Statement(dossiers().where(among(Dossier.id), de_mon_bureau()), DossierRow),
)


async def dossier_du_bureau(request: Request, _: Any, number: int) -> DossierRow | None:
    """Null for what is not there and for what is another's, in the same bytes."""
    if not request.viewer.groupes:
        return None
    trouve: DossierRow | None = await request.load(DOSSIER_DU_BUREAU, number)
    return trouve


class SituationRow(NamedTuple):
    """What a dossier is to the caller, and what its own row does not say. `vu_*_le`: his last visit of each
    tab, or when he began to follow if that was later (rules 4.4.4)."""

    id: int
    archive_le: str | None
    archive_par: str | None
    cache_par_expiration_le: str | None
    cache_raison: RaisonSuppression | None
    identite_modifiee_le: str | None
    prolonge: bool
    bientot_expire: bool
    suivi_depuis: str | None
    vu_demande_le: str | None
    vu_annotations_le: str | None
    vu_avis_le: str | None
    vu_messagerie_le: str | None
    correction_en_attente: bool
    mon_numero: int | None
    mon_adresse: str | None


_moi = bindparam("mon_instructeur", None, type_=BigInteger)
_ma_ligne, _mon_compte = aliased(Instructeur), aliased(Compte)


def _vu(volet: str) -> ColumnElement[str]:
    plus_tard = func.greatest(getattr(Visite, f"{volet}_le"), Suivi.debut_le)
    return instant(plus_tard.label(f"vu_{volet}_le"))


SITUATION = one(
    "situation_du_dossier",
    Statement(
        select(
            Dossier.id,
            instant(Dossier.archive_le),
            Dossier.archive_par,
            instant(Dossier.cache_par_expiration_le),
            Dossier.cache_raison,
            instant(Dossier.identite_modifiee_le),
            (func.extract("epoch", Dossier.conservation_extension) > 0).label("prolonge"),
            func.coalesce(
                Dossier.expire_le <= func.now() + func.make_interval(0, 0, BIENTOT), False
            ).label("bientot_expire"),
            instant(Suivi.debut_le.label("suivi_depuis")),
            _vu("demande"),
            _vu("annotations"),
            _vu("avis"),
            _vu("messagerie"),
            select(Correction.id)
            .where(Correction.dossier_id == Dossier.id, Correction.resolue_le.is_(None))
            .exists()
            .label("correction_en_attente"),
            _ma_ligne.id.label("mon_numero"),
            _mon_compte.email.label("mon_adresse"),
        )
        .select_from(Dossier)
        .outerjoin(_ma_ligne, _ma_ligne.id == _moi)
        .outerjoin(_mon_compte, _mon_compte.id == _ma_ligne.compte_id)
        .outerjoin(
            Visite, and_(Visite.dossier_id == Dossier.id, Visite.instructeur_id == _ma_ligne.id)
        )
        .outerjoin(
            Suivi,
            and_(
                Suivi.dossier_id == Dossier.id,
                Suivi.instructeur_id == _ma_ligne.id,
                Suivi.fin_le.is_(None),
            ),
        )
        .where(among(Dossier.id)),
        SituationRow,
    ),
)


def dans_la_corbeille(dossier: DossierRow, vue: SituationRow | None) -> bool:
    expire = vue is not None and vue.cache_par_expiration_le is not None
    return dossier.cache_par_administration_le is not None or expire
