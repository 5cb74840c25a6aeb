"""API tokens: their text is shown once, only a digest of their secret is kept (api 3.2)."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from domain.comptes.models import Administrateur
from domain.jetons.models import Jeton
from domain.transactions import Transaction

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LONGUEUR_DU_SECRET = 24


def empreinte(secret: str) -> bytes:
    """140 bits of chance need no slow digest: nobody can go through them."""
    return hashlib.sha256(secret.encode()).digest()


def texte(jeton_id: UUID, secret: str) -> str:
    return urlsafe_b64encode(f"{jeton_id};{secret}".encode()).decode()


def prefixe(jeton_id: UUID) -> str:
    """What a screen may show of a token: it is also how the text of the token begins."""
    return urlsafe_b64encode(str(jeton_id).encode()).decode()[:5]


def creer(
    tx: Transaction,
    *,
    administrateur: Administrateur,
    nom: str,
    ecriture: bool = True,
    demarches: Iterable[int] | None = None,
    reseaux: Iterable[str] = (),
    expire_le: date | None = None,
    at: datetime,
) -> str:
    """A new token; returns its text, which cannot be had again.

    Without `demarches` it reads all those of its owner, at each request (api 3.3).
    """
    jeton_id = uuid4()
    secret = "".join(secrets.choice(BASE58) for _ in range(LONGUEUR_DU_SECRET))
    tx.add(
        Jeton(
            id=jeton_id,
            administrateur_id=administrateur.id,
            nom=nom,
            secret_hash=empreinte(secret),
            prefixe=prefixe(jeton_id),
            ecriture=ecriture,
            demarches=None if demarches is None else sorted(set(demarches)),
            reseaux=list(reseaux),
            expire_le=expire_le,
            cree_le=at,
        )
    )
    return texte(jeton_id, secret)


def revoquer(jeton: Jeton, *, at: datetime) -> None:
    """Revoking twice keeps the first date."""
    jeton.revoque_le = jeton.revoque_le or at
