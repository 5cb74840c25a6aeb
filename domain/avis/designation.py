"""Experts named by their addresses, some of whom do not exist yet (rules 6.2)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from domain.avis.models import ExpertDemarche
from domain.comptes.adresses import AdresseInvalide, adresse
from domain.comptes.models import Compte, Expert
from domain.demarches.models import Demarche
from domain.errors import DomainError
from domain.transactions import Transaction

ADRESSES_MAX = 100


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


class SansAdresse(DomainError):
    code = "sans_adresse"

    def __init__(self) -> None:
        super().__init__("Indiquez au moins une adresse électronique")


class TropDAdresses(DomainError):
    code = "trop_d_adresses"

    def __init__(self) -> None:
        super().__init__(f"On s’adresse à {ADRESSES_MAX} experts au plus à la fois")


def exiger_des_avis(demarche: Demarche) -> None:
    """Raises AvisFermes."""
    if not demarche.options.get("allow_expert_review", True):
        raise AvisFermes


def liste_seule(demarche: Demarche) -> bool:
    """Whether only those whom the administrateur named may be asked."""
    seule: bool = demarche.options.get("experts_require_administrateur_invitation", False)
    return seule


def exiger_invitable(demarche: Demarche, email: str, connus: dict[str, datetime | None]) -> None:
    """`connus` are the démarche's experts, and when each was taken off the list. Raises ExpertHorsListe."""
    if connus.get(email) is not None or (liste_seule(demarche) and email not in connus):
        raise ExpertHorsListe(email)


def exiger_invitables(
    demarche: Demarche, emails: Iterable[str], places: Iterable[tuple[str, datetime | None]]
) -> None:
    """Raises ExpertHorsListe."""
    connus = dict(places)
    for email in emails:
        exiger_invitable(demarche, email, connus)


def trier(
    demarche: Demarche, textes: Collection[str], places: Iterable[tuple[str, datetime | None]]
) -> tuple[list[str], list[DomainError]]:
    """Of what was typed, the addresses that may be asked, each once, and why the others may not: one
    wrong address does not keep the others waiting (rules 6.2). Raises SansAdresse, TropDAdresses."""
    if not any(texte.strip() for texte in textes):
        raise SansAdresse
    if len(textes) > ADRESSES_MAX:
        raise TropDAdresses
    connus = dict(places)
    bonnes: dict[str, None] = {}
    refus: list[DomainError] = []
    for texte in textes:
        try:
            email = adresse(texte)
            exiger_invitable(demarche, email, connus)
        except (AdresseInvalide, ExpertHorsListe) as refuse:
            refus.append(refuse)
        else:
            bonnes[email] = None
    return list(bonnes), refus


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
