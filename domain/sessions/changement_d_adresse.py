"""An account takes another address, once somebody has opened the mail that was sent there."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.comptes.models import Compte
from domain.courriels import adresses
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.errors import DomainError
from domain.sessions import confirmations, liens, ouverture, verrou
from domain.sessions.envois import compte_de
from domain.sessions.inscription import dire_deja_connue
from domain.sessions.liens import LienInconnu
from domain.sessions.models import AConfirmer
from domain.transactions import Transaction

CHEMIN = "adresse"


class AdresseInchangee(DomainError):
    code = "adresse_inchangee"

    def __init__(self) -> None:
        super().__init__("C’est déjà l’adresse de ce compte")


def demander(tx: Transaction, *, compte_id: int, nouvelle: str, at: datetime) -> None:
    """The present address is warned; the new one gets the link, or is told that it has an account."""
    compte = tx.session.get(Compte, compte_id, with_for_update=True)
    if compte is None or compte.email == nouvelle:
        return
    plateforme = plateforme_de(tx)
    poster(
        tx, Nom.changement_d_adresse_demande, a=[compte.email],
        evenement=f"adresse-{compte_id}-{nouvelle}-{at:%Y%m%dT%H}",
        mots={"nouvelle": nouvelle}, plateforme=plateforme, at=at,
    )  # fmt: skip
    if compte_de(tx, nouvelle) is not None:
        dire_deja_connue(tx, nouvelle, at=at)
        return
    promise = confirmations.promettre(
        tx, AConfirmer.changement, email=nouvelle, compte_id=compte_id, at=at
    )
    if promise is not None:
        numero, secret = promise
        poster(
            tx, Nom.changement_d_adresse, a=[nouvelle], evenement=f"adresse-{numero}", mots={},
            lien=f"{plateforme.url}/{CHEMIN}/{secret}", plateforme=plateforme, at=at,
        )  # fmt: skip


def confirmer(tx: Transaction, secret: str, *, at: datetime) -> str:
    """The new address. All sessions end, links are worth nothing, and the former address is told. Raises
    LienInconnu, also when somebody else took the address meanwhile."""
    confirmee = confirmations.utiliser(tx, secret, AConfirmer.changement, at=at)
    compte = tx.session.scalars(
        select(Compte).where(Compte.id == confirmee.compte_id).with_for_update()
    ).one()
    ancienne = compte.email
    _prendre(tx, compte, confirmee.email)
    ouverture.fermer_toutes(tx, compte_id=compte.id)
    liens.retirer_tous(tx, compte_id=compte.id)
    for email in (ancienne, confirmee.email):
        verrou.oublier(tx, email)
    adresses.verifier(tx, email=confirmee.email, at=at)
    poster(
        tx, Nom.adresse_changee, a=[ancienne],
        evenement=f"compte-{compte.id}-{at:%Y%m%dT%H%M%S.%f}",
        mots={"nouvelle": confirmee.email}, plateforme=plateforme_de(tx), at=at,
    )  # fmt: skip
    return confirmee.email


def _prendre(tx: Transaction, compte: Compte, email: str) -> None:
    try:
        with tx.session.begin_nested():
            compte.email = email
            tx.session.flush()
    except IntegrityError as error:
        raise LienInconnu from error
