"""Meetings, told to the agenda and heard from it: outside of any transaction, for it may be away."""

from datetime import datetime

from sqlalchemy import func, select

from adapters.rendez_vous import Demande, Plan
from domain.comptes.models import Compte
from domain.courriels.plateforme import plateforme_de
from domain.dossiers.demandeurs import Individu
from domain.dossiers.models import Dossier
from domain.rendez_vous.models import RendezVous
from domain.rendez_vous.prise import constater
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import travail


@travail("tenir_rendez_vous")
def tenir(contexte: Contexte, *, rendez_vous_id: int) -> None:
    """Twice is once: the agenda knows a meeting by its key, and what is known already is not noted."""
    demande = contexte.base.transaction(lambda tx: _demande(tx, rendez_vous_id))
    if demande is not None:
        plan = contexte.agenda.tenir(demande)
        contexte.base.transaction(lambda tx: _constater(tx, rendez_vous_id, demande, plan))


def _demande(tx: Transaction, rendez_vous_id: int) -> Demande | None:
    """None once the dossier is gone."""
    rendez_vous = tx.session.get(RendezVous, rendez_vous_id)
    if rendez_vous is None:
        return None
    dossier = tx.session.get_one(Dossier, rendez_vous.dossier_id)
    individu = tx.session.scalar(select(Individu).where(Individu.dossier_id == dossier.id))
    compte = tx.session.get(Compte, dossier.usager_id) if dossier.usager_id else None
    return Demande(
        cle=str(rendez_vous.id),
        prenom=(individu and individu.prenom) or "Usager",
        nom=(individu and individu.nom) or f"du dossier n° {dossier.id}",
        email=compte.email if compte else "",
        dossier=plateforme_de(tx).dossier_a_instruire(dossier.demarche_id, dossier.id),
        lieu=rendez_vous.lieu,
        statut=rendez_vous.statut,
        debut_le=rendez_vous.debut_le,
        reference=rendez_vous.reference,
    )


def _constater(tx: Transaction, rendez_vous_id: int, demande: Demande, plan: Plan) -> None:
    """Changed while the agenda was asked, it is left: another piece of work tells it that."""
    rendez_vous = tx.session.get(RendezVous, rendez_vous_id, with_for_update=True)
    if rendez_vous is None:
        return
    dit = demande.statut, demande.lieu, demande.debut_le
    if (rendez_vous.statut, rendez_vous.lieu, rendez_vous.debut_le) == dit:
        constater(
            tx, rendez_vous, reference=plan.reference, lien=plan.lien, statut=plan.statut,
            lieu=plan.lieu, debut_le=plan.debut_le, at=_maintenant(tx),
        )  # fmt: skip


def _maintenant(tx: Transaction) -> datetime:
    at: datetime = tx.session.scalars(select(func.now())).one()
    return at
