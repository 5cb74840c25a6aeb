"""A password is changed: whoever was signed in with the former one is not any more."""

from datetime import datetime

from domain.comptes.models import Compte
from domain.courriels import adresses
from domain.sessions import confirmations, liens, ouverture, verrou
from domain.sessions.envois import annoncer_le_changement
from domain.transactions import Transaction


def changer(tx: Transaction, *, compte_id: int, hache: str, at: datetime) -> None:
    """All its sessions end, its links and the address it waited for are worth nothing, its address is open again, its owner is told."""
    compte = tx.session.get_one(Compte, compte_id)
    compte.mot_de_passe_hash = hache
    ouverture.fermer_toutes(tx, compte_id=compte_id)
    liens.retirer_tous(tx, compte_id=compte_id)
    confirmations.oublier_du_compte(tx, compte_id=compte_id)
    verrou.oublier(tx, compte.email)
    annoncer_le_changement(tx, compte, at=at)


def choisir(tx: Transaction, *, compte_id: int, hache: str, at: datetime) -> None:
    """The same by a link that came by mail, which shows that the address is its owner's."""
    changer(tx, compte_id=compte_id, hache=hache, at=at)
    email = tx.session.get_one(Compte, compte_id).email
    adresses.verifier(tx, email=email, at=at)
