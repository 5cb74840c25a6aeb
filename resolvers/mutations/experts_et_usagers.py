"""Experts in the messagerie, and what they want to be told of it (rules 6.14, 7)."""

from sqlalchemy import select

from domain import identifiants
from domain.actes import messages_d_experts
from domain.avis.models import Avis, ExpertDemarche
from domain.dossiers.models import Dossier
from domain.errors import Introuvable
from domain.messagerie.models import Message
from resolvers.mutations.acces_d_expert import m_est_ouvert, moi, mon_avis, rendant
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


class MessageIntrouvable(Introuvable):
    code = "message_introuvable"

    def __init__(self) -> None:
        super().__init__("Ce message n’existe pas, ou ne vous est pas ou plus lisible")


class DemarcheSansAvis(Introuvable):
    code = "demarche_introuvable"

    def __init__(self) -> None:
        super().__init__("Cette démarche n’existe pas, ou ne vous demande pas d’avis")


def _ecrire(acte: Acte, entree: Entree) -> Payload:
    expert, auteur, mien, dossier = mon_avis(acte, entree)
    message = messages_d_experts.envoyer_message(
        acte.tx,
        dossier,
        expert=expert,
        auteur=auteur,
        corps=entree["body"],
        pieces=tuple(acte.fichiers[signe] for signe in entree.get("attachments") or ()),
        at=acte.at,
    )
    return Payload(avis_id=mien.id, message_id=message.id)


def supprimer_message(acte: Acte, entree: Entree) -> Payload:
    expert, _ = moi(acte)
    numero = identifiants.numero_de(entree["message_id"], "Commentaire") or 0
    de_lui = select(Message.dossier_id).where(Message.id == numero).scalar_subquery()
    dossier = acte.tx.session.scalars(
        select(Dossier)
        .where(Dossier.id == de_lui, Dossier.visible_par_administration)
        .with_for_update(of=Dossier)
    ).one_or_none()
    lu = select(Message).where(Message.id == numero, Message.expert_id == expert.id)
    message = acte.tx.session.scalars(lu).one_or_none()
    if dossier is None or message is None or not m_est_ouvert(acte, expert, dossier.id):
        raise MessageIntrouvable
    messages_d_experts.supprimer_message(
        acte.tx, dossier, expert=expert, message=message, at=acte.at
    )
    return Payload()


def regler(acte: Acte, entree: Entree) -> Payload:
    """What is left out stays as it is."""
    expert, _ = moi(acte)
    ouvert = (
        select(Avis.id)
        .join(Dossier, Dossier.id == Avis.dossier_id)
        .where(
            Dossier.demarche_id == ExpertDemarche.demarche_id,
            Avis.expert_id == expert.id,
            Avis.revoque_le.is_(None),
            Dossier.visible_par_administration,
        )
    )
    place = acte.tx.session.scalars(
        select(ExpertDemarche)
        .where(
            ExpertDemarche.expert_id == expert.id,
            ExpertDemarche.demarche_id == entree["demarche"],
            ouvert.exists(),
        )
        .with_for_update(of=ExpertDemarche)
    ).one_or_none()
    if place is None:
        raise DemarcheSansAvis
    avis_aussi, messages_aussi = entree.get("avertir_des_avis"), entree.get("avertir_des_messages")
    if avis_aussi is not None:
        place.avertir_des_avis = avis_aussi
    if messages_aussi is not None:
        place.avertir_des_messages = messages_aussi
    return Payload(demarche_id=place.demarche_id)


ecrire = rendant("body", _ecrire)
