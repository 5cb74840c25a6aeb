"""Experts named by their addresses, some of whom do not exist yet (rules 6.2)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from domain.avis.models import ExpertDemarche
from domain.comptes.models import Compte, Expert
from domain.demarches.models import Demarche
from domain.errors import DomainError
from domain.transactions import Transaction


class AvisFermes(DomainError):
    """rules 1.12.1"""

    code = "avis_fermes"

    def __init__(self) -> None:
        super().__init__("Cette démarche ne permet pas de demander des avis externes")


class ExpertHorsListe(DomainError):
    """rules 6.2: the administrateur named those who may be asked, or took this one off the list."""

    code = "expert_hors_liste"

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} n’est pas un expert de cette démarche")


def exiger_des_avis(demarche: Demarche) -> None:
    """Raises AvisFermes."""
    if not demarche.options.get("allow_expert_review", True):
        raise AvisFermes


def exiger_invitables(
    demarche: Demarche, emails: Iterable[str], places: Iterable[tuple[str, datetime | None]]
) -> None:
    """`places` are the démarche's experts: their addresses, and when each was taken off the list.

    Raises ExpertHorsListe.
    """
    connus = dict(places)
    liste_seule = demarche.options.get("experts_require_administrateur_invitation", False)
    for email in emails:
        if connus.get(email) is not None or (liste_seule and email not in connus):
            raise ExpertHorsListe(email)


def places_de(tx: Transaction, demarche_id: int) -> list[tuple[str, datetime | None]]:
    places = (
        select(Compte.email, ExpertDemarche.revoque_le)
        .join(Expert, Expert.compte_id == Compte.id)
        .join(ExpertDemarche, ExpertDemarche.expert_id == Expert.id)
        .where(ExpertDemarche.demarche_id == demarche_id)
    )
    return [(email, revoque_le) for email, revoque_le in tx.session.execute(places)]


def trouver_ou_inviter(
    tx: Transaction, emails: Collection[str], *, demarche_id: int, at: datetime
) -> list[Expert]:
    """The experts of these addresses, normalised, with what each was missing: an account, a profile, a
    place on the démarche. Two who invite the same person at once make one of him."""
    comptes = insert(Compte).values([{"email": email, "cree_le": at} for email in sorted(emails)])
    tx.session.execute(comptes.on_conflict_do_nothing(index_elements=[Compte.email]))
    cibles = select(Compte.id).where(Compte.email.in_(emails)).order_by(Compte.id)
    profils = insert(Expert).values(
        [{"compte_id": compte_id, "cree_le": at} for compte_id in tx.session.scalars(cibles)]
    )
    tx.session.execute(profils.on_conflict_do_nothing(index_elements=[Expert.compte_id]))
    connus = select(Expert).join(Expert.compte).where(Compte.email.in_(emails))
    relus = connus.options(joinedload(Expert.compte)).order_by(Compte.email)
    experts = list(tx.session.scalars(relus))
    places = insert(ExpertDemarche).values(
        [{"expert_id": expert.id, "demarche_id": demarche_id} for expert in experts]
    )
    tx.session.execute(places.on_conflict_do_nothing())
    return experts
