"""What an expert may act on, locked: an avis that is asked of him at this moment, or that he asked.

Whoever was revoked while he wrote loses nothing: his text comes back with the refusal, `texte`, and what
does not exist, what is another's and what is his no more are refused in the same words.
"""

from collections.abc import Callable

import msgspec
from sqlalchemy import select

from domain import identifiants
from domain.auteurs import Auteur
from domain.avis.models import Avis
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Expert
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.errors import DomainError, Introuvable
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload, refuse

Agir = Callable[[Acte, Entree], Payload]


class AvisIntrouvable(Introuvable):
    code = "avis_introuvable"

    def __init__(self) -> None:
        super().__init__("Cet avis n’existe pas, ou ne vous est pas ou plus demandé")


def rendant(cle: str, agir: Agir) -> Agir:
    """The same; refused, it leaves nothing, and gives back the text that was under `cle`."""

    def executer(acte: Acte, entree: Entree) -> Payload:
        point = acte.tx.session.begin_nested()
        try:
            fait = agir(acte, entree)
            acte.tx.flush()
        except DomainError as refus:
            point.rollback()
            acte.tx.oublier()
            return msgspec.structs.replace(refuse(refus), texte=entree.get(cle))
        point.commit()
        return fait

    return executer


def moi(acte: Acte) -> tuple[Expert, Auteur]:
    """Raises AvisIntrouvable: nothing is asked of who is no expert."""
    expert = acte.porteur.expert
    if expert is None:
        raise AvisIntrouvable
    return expert, comme_profil(expert)


def _dossier(acte: Acte, expert: Expert, avis_id: int) -> Dossier:
    """That of an avis that is asked of me at this moment, or that I asked myself, locked."""
    mien = (Avis.expert_id == expert.id) & Avis.revoque_le.is_(None)
    ouvert = (
        select(Avis.dossier_id)
        .where(Avis.id == avis_id, mien | (Avis.expert_demandeur_id == expert.id))
        .scalar_subquery()
    )
    vivante = select(Demarche.id).where(
        Demarche.id == Dossier.demarche_id, Demarche.supprimee_le.is_(None)
    )
    dossier = acte.tx.session.scalars(
        select(Dossier)
        .where(Dossier.id == ouvert, Dossier.visible_par_administration, vivante.exists())
        .with_for_update(of=Dossier)
    ).one_or_none()
    if dossier is None:
        raise AvisIntrouvable
    return dossier


def mon_avis(acte: Acte, entree: Entree) -> tuple[Expert, Auteur, Avis, Dossier]:
    """Read once the dossier is locked: whoever revokes locks it too. Raises AvisIntrouvable."""
    expert, auteur = moi(acte)
    numero = identifiants.numero_de(entree["avis_id"], "Avis") or 0
    dossier = _dossier(acte, expert, numero)
    lu = select(Avis).where(
        Avis.id == numero, Avis.expert_id == expert.id, Avis.revoque_le.is_(None)
    )
    mien = acte.tx.session.scalars(lu).one_or_none()
    if mien is None:
        raise AvisIntrouvable
    return expert, auteur, mien, dossier


def demande_par_moi(acte: Acte, entree: Entree) -> tuple[Expert, Auteur, Avis, Dossier]:
    """An avis that I asked, while its dossier is open to me by one of mine. Raises AvisIntrouvable."""
    expert, auteur = moi(acte)
    numero = identifiants.numero_de(entree["avis_id"], "Avis") or 0
    dossier = _dossier(acte, expert, numero)
    demande = acte.tx.session.scalars(
        select(Avis).where(Avis.id == numero, Avis.expert_demandeur_id == expert.id)
    ).one_or_none()
    if demande is None or not m_est_ouvert(acte, expert, dossier.id):
        raise AvisIntrouvable
    return expert, auteur, demande, dossier


def m_est_ouvert(acte: Acte, expert: Expert, dossier_id: int) -> bool:
    ouvert = select(Avis.id).where(
        Avis.dossier_id == dossier_id, Avis.expert_id == expert.id, Avis.revoque_le.is_(None)
    )
    return acte.tx.session.scalar(select(ouvert.exists())) or False
