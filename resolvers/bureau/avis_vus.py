"""The avis of a dossier before the eyes of an instructeur: what was answered since his last visit."""

from collections.abc import Sequence
from typing import NamedTuple

from resolvers.avis import AvisRow
from resolvers.bureau.dossier import SituationRow
from resolvers.bureau.nouveautes_du_dossier import plus_tard
from resolvers.dossiers import DossierRow


class AvisVu(NamedTuple):
    avis: AvisRow
    nouveau: bool


def avis_vus(_: DossierRow, avis: Sequence[AvisRow], vue: SituationRow | None) -> list[AvisVu]:
    """All of them, confidential and revoked ones included (rules 0.2), in the order of the asking."""
    vu_le = vue and vue.vu_avis_le
    return [AvisVu(demande, plus_tard(demande.repondu_le, vu_le)) for demande in avis]
