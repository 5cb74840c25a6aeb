"""One message to all the drafts of a démarche: chosen at once, written on each in its turn (rules 4.16.1)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from domain.actes.suites import annoncer_le_message
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.envois_groupes.destinataires import brouillon_visible, choisir
from domain.envois_groupes.events import MessageAuxBrouillonsEcrit
from domain.envois_groupes.models import DestinataireDEnvoi, EnvoiAuxBrouillons
from domain.errors import DomainError
from domain.messagerie.envoi import envoyer, exiger_un_corps
from domain.transactions import Transaction


class AucunBrouillon(DomainError):
    code = "aucun_brouillon"

    def __init__(self) -> None:
        super().__init__("Aucun brouillon n’attend ce message")


def ecrire_aux_brouillons(
    tx: Transaction, demarche: Demarche, *, instructeur: Instructeur, corps: str,
    groupes: Collection[int] | None = None, sans_groupe: bool = True, at: datetime,
) -> EnvoiAuxBrouillons:  # fmt: skip
    """`groupes` None is all of them. Raises MessageVide, AucunBrouillon."""
    envoi = EnvoiAuxBrouillons(
        demarche_id=demarche.id, instructeur_id=instructeur.id, email=instructeur.compte.email,
        corps=exiger_un_corps(corps), envoye_le=at,
    )  # fmt: skip
    tx.add(envoi)
    tx.flush()
    if not choisir(tx, envoi, groupes=groupes, sans_groupe=sans_groupe):
        raise AucunBrouillon
    tx.publish(MessageAuxBrouillonsEcrit(envoi_id=envoi.id, demarche_id=demarche.id))
    return envoi


def brouillons_en_attente(
    tx: Transaction, *, envoi_id: int, apres: int = 0, limite: int = 100
) -> list[int]:
    attendent = select(DestinataireDEnvoi.dossier_id).where(
        DestinataireDEnvoi.envoi_id == envoi_id,
        DestinataireDEnvoi.fait_le.is_(None),
        DestinataireDEnvoi.dossier_id > apres,
    )
    return list(tx.session.scalars(attendent.order_by(DestinataireDEnvoi.dossier_id).limit(limite)))


def ecrire_a_un_brouillon(tx: Transaction, *, envoi_id: int, dossier_id: int, at: datetime) -> None:
    """Once, whoever does it twice. A draft that is none any more is left alone, and that is said."""
    dossier = tx.session.scalar(select(Dossier).where(Dossier.id == dossier_id).with_for_update())
    destinataire = tx.session.scalar(
        select(DestinataireDEnvoi)
        .where(
            DestinataireDEnvoi.envoi_id == envoi_id,
            DestinataireDEnvoi.dossier_id == dossier_id,
            DestinataireDEnvoi.fait_le.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    if dossier is None or destinataire is None:
        return
    destinataire.fait_le = at
    if not tx.session.scalar(select(brouillon_visible()).where(Dossier.id == dossier_id)):
        destinataire.echec = _raison(dossier)
        return
    envoi = tx.session.get_one(EnvoiAuxBrouillons, envoi_id)
    auteur = tx.session.get_one(
        Instructeur, envoi.instructeur_id, options=[joinedload(Instructeur.compte)]
    )
    message = envoyer(
        tx, dossier, auteur=auteur, corps=envoi.corps, suivis=[], suit=False, at=at
    )  # fmt: skip
    destinataire.message_id = message.id
    annoncer_le_message(tx, dossier, message, correction=False, at=at)


def finir(tx: Transaction, *, envoi_id: int, at: datetime) -> None:
    """Nothing while some wait."""
    attend = select(DestinataireDEnvoi.dossier_id).where(
        DestinataireDEnvoi.envoi_id == envoi_id, DestinataireDEnvoi.fait_le.is_(None)
    )
    tx.session.execute(
        update(EnvoiAuxBrouillons)
        .where(
            EnvoiAuxBrouillons.id == envoi_id,
            EnvoiAuxBrouillons.termine_le.is_(None),
            ~attend.exists(),
        )
        .values(termine_le=at)
        .execution_options(synchronize_session=False)
    )


def _raison(dossier: Dossier) -> str:
    if dossier.state is not State.brouillon:
        return "Le dossier a été déposé entre-temps"
    return "Le brouillon a été supprimé entre-temps"
