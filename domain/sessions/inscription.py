"""An account for whoever asks for one: once he has shown that the address is his, and not before."""

from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert

from domain.comptes.models import Compte
from domain.comptes.roles import normaliser
from domain.courriels import adresses
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.sessions import confirmations
from domain.sessions.confirmations import Confirmee
from domain.sessions.envois import compte_de, inviter
from domain.sessions.liens import LienInconnu
from domain.sessions.models import AConfirmer
from domain.transactions import Transaction

CHEMIN = "inscription"
OUVRE_PENDANT = timedelta(hours=2)
"""After which the link makes the account, and its owner signs in by himself (rules 11.1)."""


def repondre(tx: Transaction, email: str, *, at: datetime) -> None:
    """By mail only: who asked learns nothing of who has an account."""
    email = normaliser(email)
    compte = compte_de(tx, email)
    if compte is None:
        _proposer(tx, email, at=at)
    elif compte.mot_de_passe_hash is None:
        inviter(tx, compte, at=at)
    else:
        dire_deja_connue(tx, email, at=at)


def _proposer(tx: Transaction, email: str, *, at: datetime) -> None:
    promise = confirmations.promettre(tx, AConfirmer.inscription, email=email, at=at)
    if promise is None:
        return
    numero, secret = promise
    plateforme = plateforme_de(tx)
    poster(
        tx, Nom.inscription, a=[email], evenement=f"adresse-{numero}", mots={},
        lien=f"{plateforme.url}/{CHEMIN}/{secret}", plateforme=plateforme, at=at,
    )  # fmt: skip


def dire_deja_connue(tx: Transaction, email: str, *, at: datetime) -> None:
    """One an hour, however often strangers ask."""
    poster(
        tx, Nom.inscription_deja_faite, a=[email], evenement=f"inscription-{at:%Y%m%dT%H}",
        mots={}, plateforme=plateforme_de(tx), at=at,
    )  # fmt: skip


def creer(tx: Transaction, secret: str, *, hache: str, at: datetime) -> tuple[int, Confirmee]:
    """The account's number. Raises LienInconnu, also when the address got an account meanwhile."""
    confirmee = confirmations.utiliser(tx, secret, AConfirmer.inscription, at=at)
    nouveau = (
        insert(Compte)
        .values(email=confirmee.email, mot_de_passe_hash=hache, cree_le=at)
        .on_conflict_do_nothing(index_elements=[Compte.email])
        .returning(Compte.id)
    )
    compte_id = tx.session.scalars(nouveau).one_or_none()
    if compte_id is None:
        raise LienInconnu
    adresses.verifier(tx, email=confirmee.email, at=at)
    return compte_id, confirmee
