"""What the owner of an account is told of its second factor: somebody else may be doing it."""

from datetime import datetime

from domain.comptes.models import Compte
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.transactions import Transaction


def actif(tx: Transaction, compte: Compte, *, at: datetime) -> None:
    _dire(tx, Nom.second_facteur_actif, compte, at=at)


def retire(tx: Transaction, compte: Compte, *, at: datetime) -> None:
    _dire(tx, Nom.second_facteur_retire, compte, at=at)


def code_de_secours_utilise(tx: Transaction, compte: Compte, *, reste: int, at: datetime) -> None:
    _dire(tx, Nom.code_de_secours_utilise, compte, reste=reste, at=at)


def bloque(tx: Transaction, compte: Compte, *, at: datetime) -> None:
    """Whoever guesses codes has the password already."""
    _dire(tx, Nom.second_facteur_bloque, compte, at=at)


def _dire(tx: Transaction, nom: Nom, compte: Compte, *, at: datetime, **mots: object) -> None:
    poster(
        tx, nom, a=[compte.email], evenement=f"compte-{compte.id}-{at:%Y%m%dT%H%M%S.%f}",
        mots=mots, plateforme=plateforme_de(tx), at=at,
    )  # fmt: skip
