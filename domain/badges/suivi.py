"""What following a dossier, or letting it go, does to badges (rules 4.4.5, 4.8.6)."""

from datetime import datetime

from sqlalchemy import and_, case, not_, select

from domain.badges.models import Badge, Preference
from domain.badges.pose import constater, poser, retirer
from domain.badges.regles import Fait, est_voulu_des_suivis, portee
from domain.badges.types import DEFAUTS, Portee
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import Affectation
from domain.transactions import Transaction


def suivre(tx: Transaction, dossier: Dossier, *, instructeur: Instructeur, at: datetime) -> None:
    """Nobody is told any more that the dossier waits; what he wants of those that he follows comes."""
    constater(tx, dossier, Fait.suivi, at=at)
    poser(
        tx, dossier.demarche_id, DEFAUTS, Dossier.id == dossier.id,
        Affectation.instructeur_id == instructeur.id, voulu=est_voulu_des_suivis, vrais=True, at=at,
    )  # fmt: skip


def ne_plus_suivre(tx: Transaction, dossier: Dossier, *, instructeur: Instructeur) -> None:
    """What he wants of all, and what is everybody's, stay."""
    tx.flush()
    portee_du_badge = case(*((Badge.type == badge, portee(badge)) for badge in DEFAUTS))
    reste = (
        select(Instructeur.id)
        .outerjoin(
            Preference,
            and_(
                Preference.instructeur_id == Instructeur.id,
                Preference.demarche_id == dossier.demarche_id,
            ),
        )
        .where(Instructeur.id == instructeur.id, portee_du_badge == Portee.tous)
        .correlate(Badge)
    )
    retirer(
        tx, dossier.demarche_id, Badge.dossier_id == dossier.id,
        Badge.instructeur_id == instructeur.id, Badge.type.in_(sorted(DEFAUTS)),
        not_(reste.exists()),
    )  # fmt: skip
