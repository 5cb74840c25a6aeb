"""The experts of a démarche, as its administrateur names them (rules 1.12)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from domain.avis.designation import trouver_ou_inviter
from domain.avis.models import ExpertDemarche
from domain.comptes.models import Compte, Expert
from domain.demarches.models import Demarche
from domain.errors import DomainError
from domain.transactions import Transaction

# The settings that an administrateur gives, by the words of the API (rules 1.12.1).
REGLAGES = {
    "autorises": "allow_expert_review",
    "messagerie": "allow_expert_messaging",
    "liste_seule": "experts_require_administrateur_invitation",
}


class ExpertInconnu(DomainError):
    code = "expert_inconnu"

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} n’est pas dans la liste des experts de cette démarche")


def regler(demarche: Demarche, reglages: dict[str, bool]) -> None:
    demarche.options = {
        **demarche.options,
        **{REGLAGES[nom]: valeur for nom, valeur in reglages.items()},
    }


def ajouter(
    tx: Transaction, demarche: Demarche, emails: Collection[str], *, at: datetime
) -> list[Expert]:
    """One who was taken off is on it again (rules 1.12.3)."""
    experts = trouver_ou_inviter(tx, emails, demarche_id=demarche.id, at=at)
    numeros = [expert.id for expert in experts]
    tx.session.execute(
        update(ExpertDemarche)
        .where(ExpertDemarche.demarche_id == demarche.id, ExpertDemarche.expert_id.in_(numeros))
        .values(revoque_le=None)
        .execution_options(synchronize_session=False)
    )
    return experts


def place_de(tx: Transaction, demarche: Demarche, email: str) -> ExpertDemarche:
    """Raises ExpertInconnu."""
    lue = (
        select(ExpertDemarche)
        .join(Expert, Expert.id == ExpertDemarche.expert_id)
        .join(Compte, Compte.id == Expert.compte_id)
        .where(ExpertDemarche.demarche_id == demarche.id, Compte.email == email)
        .with_for_update(of=ExpertDemarche)
    )
    place = tx.session.scalars(lue).one_or_none()
    if place is None:
        raise ExpertInconnu(email)
    return place


def retirer(place: ExpertDemarche, *, at: datetime) -> None:
    """Nothing is asked of him any more; what was stays his to answer (rules 1.12.3)."""
    if place.revoque_le is None:
        place.revoque_le = at
