"""The mails about avis that experts get, as far as each wants them (rules B.4)."""

from datetime import datetime

from sqlalchemy import select

from domain.actes.suites import EXPERTS_ENSEMBLE
from domain.avis.models import Avis, ExpertDemarche
from domain.comptes.models import Compte, Expert
from domain.courriels.annonces import avis_demande
from domain.courriels.catalogue import Nom
from domain.courriels.depot import Sujet
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.messagerie.models import Message
from domain.sessions import liens
from domain.sessions.envois import CHEMINS
from domain.sessions.models import Usage
from domain.transactions import Transaction


def annoncer_l_avis(
    tx: Transaction, dossier: Dossier, avis: Avis, *, expert: Expert, de: str, rappel: str = "",
    at: datetime,
) -> None:  # fmt: skip
    """To the expert, unless he turned it off; a reminder, which `rappel` names, is the same mail again.
    Whoever has no password yet chooses one by its link (rules 6.4)."""
    tx.flush()
    if tx.session.info.get(EXPERTS_ENSEMBLE):
        return
    place = tx.session.get_one(ExpertDemarche, (expert.id, dossier.demarche_id))
    if not place.avertir_des_avis:
        return
    lien = _premiers_pas(tx, expert.compte, at=at)
    avis_demande(
        tx, dossier, avis=avis, expert=expert.compte.email, auteur=de, rappel=rappel,
        nom=Nom.premier_avis_demande if lien else Nom.avis_demande, lien=lien,
        plateforme=plateforme_de(tx), at=at,
    )  # fmt: skip


def _premiers_pas(tx: Transaction, compte: Compte, *, at: datetime) -> str | None:
    """Where an account that was made for somebody is opened; nothing when he has it open, or was told
    where a moment ago."""
    usage = Usage.activation
    if compte.mot_de_passe_hash is not None:
        return None
    if liens.deja_envoye(tx.session, compte_id=compte.id, usage=usage, at=at):
        return None
    _, secret = liens.creer(tx, compte_id=compte.id, usage=usage, at=at)
    return f"{plateforme_de(tx).url}/{CHEMINS[usage]}/{secret}"


def annoncer_le_message_aux_experts(
    tx: Transaction, dossier: Dossier, message: Message, *, at: datetime
) -> None:
    """The usager wrote: to each expert who may read it and asked to be told, once (rules 7.4)."""
    demarche = tx.session.get_one(Demarche, dossier.demarche_id)
    if not demarche.options.get("allow_expert_messaging", True):
        return
    experts = (
        select(Compte.email, Avis.id)
        .join(Expert, Expert.compte_id == Compte.id)
        .join(Avis, Avis.expert_id == Expert.id)
        .join(ExpertDemarche, ExpertDemarche.expert_id == Expert.id)
        .where(
            Avis.dossier_id == dossier.id,
            Avis.revoque_le.is_(None),
            ExpertDemarche.demarche_id == dossier.demarche_id,
            ExpertDemarche.avertir_des_messages,
        )
        .order_by(Compte.email, Avis.id)
    )
    tx.flush()
    plateforme = plateforme_de(tx)
    premiers: dict[str, int] = {}
    for email, avis_id in tx.session.execute(experts):
        premiers.setdefault(email, avis_id)
    for email, avis_id in premiers.items():
        poster(
            tx, Nom.message_pour_expert, a=[email], evenement=f"message-{message.id}",
            mots={"dossier": dossier.id, "demarche": demarche.libelle},
            lien=plateforme.avis(demarche.id, avis_id),
            sujet=Sujet(dossier_id=dossier.id, message_id=message.id, avis_id=avis_id),
            plateforme=plateforme, at=at,
        )  # fmt: skip
