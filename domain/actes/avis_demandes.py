"""Avis that were asked: asking again, and doing without (rules 6.9, 6.10)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from domain.actes.annonces_d_avis import annoncer_l_avis
from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import demarche_de
from domain.actes.pieces_d_avis import retirer_les_pieces_de_l_avis
from domain.actes.suites import badger
from domain.auteurs import Auteur
from domain.avis import demande
from domain.avis.events import AvisRevoque
from domain.avis.identites import nom_pour_les_experts
from domain.avis.models import Avis
from domain.avis.refus import AvisDejaRendu, AvisDejaRevoque, AvisDUnAutre, exiger_en_cours
from domain.badges.regles import Fait
from domain.comptes.models import Expert, Instructeur
from domain.dossiers.models import Dossier
from domain.transactions import Transaction


def relancer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None = None,
    demandeur: Expert | None = None, auteur: Auteur, avis: Avis, at: datetime,
) -> None:  # fmt: skip
    """The same mail again, by an instructeur or by the expert who asked (rules 6.9). Raises AvisDejaRendu,
    AvisDejaRevoque, DossierTraite, AvisDUnAutre, AccesRefuse."""
    if avis.revoque_le is not None:
        raise AvisDejaRevoque
    if avis.repondu_le is not None:
        raise AvisDejaRendu
    exiger_en_cours(dossier)
    qui = _exiger_qui_peut(tx, dossier, avis, instructeur, demandeur)
    avis.relance_le = at
    expert = tx.session.scalars(
        select(Expert).where(Expert.id == avis.expert_id).options(joinedload(Expert.compte))
    ).one()
    annoncer_l_avis(
        tx, dossier, avis, expert=expert, de=nom_pour_les_experts(demarche_de(tx, dossier), qui),
        rappel=f"relance-{at:%Y%m%dT%H%M%S.%f}", at=at,
    )  # fmt: skip


def revoquer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None = None,
    demandeur: Expert | None = None, auteur: Auteur, avis: Avis, at: datetime,
) -> None:  # fmt: skip
    """An answer is kept, and closed to its expert; a question without one is forgotten (rules 6.10).

    Raises AvisDejaRevoque, AvisDUnAutre, AccesRefuse.
    """
    if avis.revoque_le is not None:
        raise AvisDejaRevoque
    _exiger_qui_peut(tx, dossier, avis, instructeur, demandeur)
    detruit = avis.repondu_le is None
    demande.revoquer(dossier, avis=avis, at=at)
    tx.publish(
        AvisRevoque(
            avis_id=avis.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id,
            detruit=detruit, le=at,
        )
    )  # fmt: skip
    if detruit:
        retirer_les_pieces_de_l_avis(tx, avis, at=at)
        tx.delete(avis)
    badger(tx, dossier, Fait.avis_retire, at=at)


def _exiger_qui_peut(
    tx: Transaction, dossier: Dossier, avis: Avis, instructeur: Instructeur | None,
    demandeur: Expert | None,
) -> Instructeur | Expert:  # fmt: skip
    """Any instructeur of the dossier, or the expert who asked."""
    if demandeur is None:
        return exiger_un_instructeur(tx, dossier, instructeur)
    if avis.expert_demandeur_id != demandeur.id:
        raise AvisDUnAutre
    return demandeur
