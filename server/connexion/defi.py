"""What a browser holds between the password and the code: signed, for five minutes, and nothing is open.

It is a text, not a session: no request of somebody signed in can be mistaken for one of somebody who is not
yet. By itself it opens nothing; a new password makes it worth nothing.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from adapters.signatures import SignatureRefusee
from domain.comptes.models import Compte
from domain.sessions.models import Moyen
from domain.transactions import Transaction
from server.connexion.refus import ConnexionRefusee
from server.resources import Resources

A_RELEVER = "second-facteur"
A_CHOISIR = "second-facteur-a-choisir"
DUREE = timedelta(minutes=5)

ATTENDU = "Donnez le code de votre application, ou un code de secours"
A_ACTIVER = (
    "Ce compte doit être protégé par un second facteur : activez-le pour terminer la connexion"
)
PERIME = "Cette connexion a trop attendu : recommencez-la"


class Defi(NamedTuple):
    """Whoever came so far: by what, and with what to be told when it ends."""

    compte_id: int
    marque: str
    moyen: Moyen
    souvenir: bool
    preuve: str | None


def attendu(resources: Resources, tenu: Defi) -> ConnexionRefusee:
    return ConnexionRefusee(
        401, ATTENDU, "second_facteur_attendu", defi=_signer(resources, tenu, A_RELEVER)
    )


def a_choisir(resources: Resources, tenu: Defi) -> ConnexionRefusee:
    return ConnexionRefusee(
        401, A_ACTIVER, "second_facteur_a_choisir", defi=_signer(resources, tenu, A_CHOISIR)
    )


def _signer(resources: Resources, tenu: Defi, objet: str) -> str:
    jusqu_a = datetime.now(UTC) + DUREE
    return resources.signataire.signer(list(tenu), objet=objet, jusqu_a=jusqu_a)


def lire(resources: Resources, texte: str, objet: str) -> Defi:
    """Raises ConnexionRefusee."""
    try:
        lu = resources.signataire.lire(texte, objet=objet, at=datetime.now(UTC))
    except SignatureRefusee as refus:
        raise perime() from refus
    compte_id, marque, moyen, souvenir, preuve = lu
    return Defi(compte_id, marque, Moyen(moyen), souvenir, preuve)


def marque(compte: Compte) -> str:
    """Changes with the password, which it does not tell."""
    cle = f"{compte.id}/{compte.mot_de_passe_hash or ''}"
    return hashlib.sha256(cle.encode()).hexdigest()[:16]


def compte_de(tx: Transaction, tenu: Defi) -> Compte:
    """Its account, locked. Raises ConnexionRefusee."""
    compte = tx.session.scalars(
        select(Compte).where(Compte.id == tenu.compte_id).with_for_update()
    ).one_or_none()
    if compte is None or marque(compte) != tenu.marque:
        raise perime()
    return compte


def perime() -> ConnexionRefusee:
    return ConnexionRefusee(401, PERIME, "defi_perime")
