from datetime import datetime

from domain.avis.models import Avis, ExpertDemarche
from domain.comptes.models import Expert, Instructeur
from domain.dossiers.dates import toucher
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.suivi import suivre
from domain.errors import DomainError
from domain.textes import propre
from domain.transactions import Transaction


class QuestionSansReponse(DomainError):
    """rules 6.8"""

    code = "question_sans_reponse"

    def __init__(self) -> None:
        super().__init__("La question posée attend une réponse par oui ou non")


def inviter(tx: Transaction, *, expert: Expert, demarche_id: int) -> ExpertDemarche:
    """An expert's place on a démarche, which every avis asked of him needs (rules 1.12.2)."""
    place = ExpertDemarche(expert_id=expert.id, demarche_id=demarche_id)
    tx.add(place)
    return place


def demander(
    tx: Transaction,
    dossier: Dossier,
    *,
    expert: Expert,
    demandeur: Instructeur | Expert,
    introduction: str = "",
    question: str | None = None,
    confidentiel: bool = False,
    suivis: list[Suivi],
    suit: bool = True,
    at: datetime,
) -> Avis:
    """Ask an expert. The instructeur who asks follows the dossier (rules 6.4), unless it is only one
    that his dossier links to (`suit`)."""
    par_instructeur = isinstance(demandeur, Instructeur)
    avis = Avis(
        dossier_id=dossier.id,
        expert_id=expert.id,
        instructeur_id=demandeur.id if par_instructeur else None,
        expert_demandeur_id=None if par_instructeur else demandeur.id,
        introduction=propre(introduction),
        question=propre(question or "").strip() or None,
        confidentiel=confidentiel,
        cree_le=at,
    )
    tx.add(avis)
    tx.flush()
    toucher(dossier, "avis_modifies_le", at=at)
    if suit and isinstance(demandeur, Instructeur):
        suivre(tx, dossier, instructeur=demandeur, suivis=suivis, at=at)
    return avis


def repondre(
    dossier: Dossier,
    *,
    avis: Avis,
    reponse: str,
    question_reponse: bool | None = None,
    at: datetime,
) -> None:
    """The expert's answer; yes or no too when that was asked (rules 6.8). Raises QuestionSansReponse."""
    if avis.question is not None and question_reponse is None:
        raise QuestionSansReponse
    avis.reponse = propre(reponse)
    avis.question_reponse = question_reponse
    avis.repondu_le = at
    toucher(dossier, "avis_modifies_le", at=at)


def revoquer(dossier: Dossier, *, avis: Avis, at: datetime) -> None:
    """An answered avis is kept, and closed to its expert (rules 6.10)."""
    avis.revoque_le = at
    toucher(dossier, "avis_modifies_le", at=at)
