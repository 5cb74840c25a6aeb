"""What acts read besides the dossier: one statement each, on rows that its lock protects."""

from sqlalchemy import select

from domain.demarches.models import Demarche
from domain.dossiers.historique import Suivi, Traitement
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action, TransitionInterdite, after
from domain.messagerie.models import AttenteReponse, Correction, Message
from domain.transactions import Transaction


def demarche_de(tx: Transaction, dossier: Dossier) -> Demarche:
    return tx.session.get_one(Demarche, dossier.demarche_id)


def suivis_de(tx: Transaction, dossier: Dossier) -> list[Suivi]:
    """Its open follows."""
    ouverts = select(Suivi).where(Suivi.dossier_id == dossier.id, Suivi.fin_le.is_(None))
    return list(tx.session.scalars(ouverts.order_by(Suivi.id)))


def correction_en_attente(tx: Transaction, dossier: Dossier) -> Correction | None:
    attendue = select(Correction).where(
        Correction.dossier_id == dossier.id, Correction.resolue_le.is_(None)
    )
    return tx.session.scalar(attendue)


def corrections_de(tx: Transaction, dossier: Dossier) -> list[Correction]:
    toutes = select(Correction).where(Correction.dossier_id == dossier.id)
    return list(tx.session.scalars(toutes.order_by(Correction.cree_le, Correction.id)))


def correction_du_message(tx: Transaction, message: Message) -> Correction | None:
    return tx.session.scalar(select(Correction).where(Correction.message_id == message.id))


def attente_de_reponse(tx: Transaction, dossier: Dossier) -> AttenteReponse | None:
    """The one that is not over."""
    attendue = select(AttenteReponse).where(
        AttenteReponse.dossier_id == dossier.id, AttenteReponse.resolue_le.is_(None)
    )
    return tx.session.scalar(attendue)


def exiger_transition(tx: Transaction, dossier: Dossier, action: Action) -> None:
    """Raises TransitionInterdite, with the name of whoever moved the dossier last (api 14.11)."""
    try:
        after(dossier.state, action)
    except TransitionInterdite:
        raise interdite(tx, dossier, action) from None


def interdite(tx: Transaction, dossier: Dossier, action: Action) -> TransitionInterdite:
    dernier = (
        select(Traitement.instructeur_email, Traitement.traite_le)
        .where(Traitement.dossier_id == dossier.id)
        .order_by(Traitement.traite_le.desc(), Traitement.id.desc())
    )
    auteur, date = tx.session.execute(dernier.limit(1)).first() or (None, None)
    return TransitionInterdite(dossier.state, action, auteur=auteur, date=date)
