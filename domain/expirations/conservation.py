"""A démarche that keeps its dossiers longer (rules 9.1.6)."""

from datetime import datetime

from sqlalchemy import case, or_, select, update

from domain.badges.pose import revoir
from domain.badges.types import TypeBadge as T
from domain.demarches.events import ConservationAllongee
from domain.demarches.models import Demarche
from domain.dossiers.dates import recalculer_expiration, toucher
from domain.dossiers.models import Dossier
from domain.dossiers.suppression import raison_restante
from domain.errors import DomainError
from domain.transactions import Transaction

LOT = 500
MAX = "max_duree_conservation_dossiers_dans_ds"


class DureeInvalide(DomainError):
    code = "duree_invalide"

    def __init__(self, maximum: int) -> None:
        super().__init__(f"La durée de conservation va de 1 à {maximum} mois")


def regler(tx: Transaction, demarche: Demarche, *, mois: int, at: datetime) -> None:
    """How long its dossiers are kept, from now on; longer, all those that there are (rules 1.2.3, 9.1.6).
    Of many, the next ones follow at once, and meanwhile no sweep ends them. Raises DureeInvalide."""
    maximum = demarche.options.get(MAX, 12)
    if not 1 <= mois <= maximum:
        raise DureeInvalide(maximum)
    apres = allonger(tx, demarche, mois=mois, at=at)
    if apres is None:
        return
    retenir = (
        update(Dossier)
        .where(Dossier.demarche_id == demarche.id, Dossier.id > apres)
        .where(
            or_(
                Dossier.expiration_annoncee_le.is_not(None),
                Dossier.cache_par_expiration_le.is_not(None),
            )
        )
        .values(
            expiration_annoncee_le=None,
            # In the bin since now: not to be purged before it comes back.
            cache_par_expiration_le=case((Dossier.cache_par_expiration_le.is_not(None), at)),
        )
    )
    tx.session.execute(retenir.execution_options(synchronize_session=False))
    tx.publish(ConservationAllongee(demarche_id=demarche.id, apres=apres))


def allonger(
    tx: Transaction, demarche: Demarche, *, mois: int, apres: int = 0, at: datetime
) -> int | None:
    """Keep dossiers `mois` months; of the next ones after the number `apres`, warnings are void, and those
    that had expired come back. Returns the number to go on after, None at the end. A shorter time changes
    nothing of what there is."""
    plus_long = mois > demarche.duree_conservation or apres > 0
    demarche.duree_conservation = mois
    if not plus_long:
        return None
    lus = (
        select(Dossier)
        .where(Dossier.demarche_id == demarche.id, Dossier.id > apres)
        .order_by(Dossier.id)
        .limit(LOT)
        .with_for_update(of=Dossier)
    )
    dossiers = tx.session.scalars(lus).all()
    for dossier in dossiers:
        recalculer_expiration(dossier, demarche=demarche)
        if dossier.cache_par_expiration_le is not None:
            dossier.cache_par_expiration_le = None
            dossier.cache_raison = raison_restante(dossier)
        toucher(dossier, at=at)
    tx.flush()
    numeros = [dossier.id for dossier in dossiers]
    revoir(tx, demarche.id, [T.dossier_expirant, T.dossier_suppression], dossiers=numeros)
    return dossiers[-1].id if len(dossiers) == LOT else None
