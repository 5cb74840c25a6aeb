"""What may be done with a dossier as it is, and when it will be no more."""

from enum import StrEnum
from typing import NamedTuple

from domain.dossiers.gestes import Geste, Situation, gestes_permis
from domain.dossiers.states import State
from domain.dossiers.sva_svr import silence
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.bureau.dossier import SituationRow
from resolvers.dossiers import DossierRow


def gestes_possibles(
    dossier: DossierRow, vue: SituationRow | None, demarche: DemarcheDuBureauRow | None
) -> list[Geste]:
    if vue is None or demarche is None:
        return []
    return gestes_permis(
        Situation(
            state=State(dossier.state),
            archive=dossier.archive,
            jete_par_nous=dossier.cache_par_administration_le is not None,
            expire=vue.cache_par_expiration_le is not None,
            bientot_expire=_bientot(dossier, vue, demarche),
            suivi_par_moi=vue.suivi_depuis is not None,
            usager_present=dossier.usager_id is not None,
            silence=silence(demarche.sva_svr) is not None,
            correction_en_attente=vue.correction_en_attente,
            correction_bloquante=_bloquante(demarche),
        )
    )


def _bloquante(demarche: DemarcheDuBureauRow) -> bool:
    """rules 3.2"""
    return bool(demarche.option("blocking_pending_correction")) and demarche.etat == "publiee"


def _bientot(dossier: DossierRow, vue: SituationRow, demarche: DemarcheDuBureauRow) -> bool:
    """rules 4.3, 9.1.3"""
    if dossier.state == State.en_instruction:
        return False
    return vue.bientot_expire and (
        dossier.state == State.en_construction or demarche.expire_terminee
    )


class Cause(StrEnum):
    """From what the end of a dossier is counted (rules 9.1)."""

    conservation_en_construction = "conservation_en_construction"
    conservation_apres_decision = "conservation_apres_decision"
    conservation_prolongee = "conservation_prolongee"
    expire = "expire"


class Expiration(NamedTuple):
    """`le` is when it goes, or when it went; `depuis` when the counting began."""

    cause: Cause
    le: str | None
    depuis: str | None
    bientot: bool


def fin_du_dossier(
    dossier: DossierRow, vue: SituationRow | None, demarche: DemarcheDuBureauRow | None
) -> Expiration | None:
    """None of a dossier that does not expire (rules 9.1.1, 9.1.3)."""
    if vue is None or demarche is None:
        return None
    en_construction = dossier.state == State.en_construction
    depuis = dossier.en_construction_le if en_construction else dossier.traite_le
    if vue.cache_par_expiration_le is not None:
        return Expiration(Cause.expire, vue.cache_par_expiration_le, depuis, False)
    if dossier.expire_le is None:
        return None
    cause = (
        Cause.conservation_en_construction if en_construction else Cause.conservation_apres_decision
    )
    if vue.prolonge:
        cause = Cause.conservation_prolongee
    return Expiration(cause, dossier.expire_le, depuis, _bientot(dossier, vue, demarche))
