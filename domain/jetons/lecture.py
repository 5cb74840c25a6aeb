"""Reading a token's text: what a client holds, back to a record's id and a secret (api 3.2)."""

import hmac
from base64 import b64decode
from typing import NamedTuple
from uuid import UUID

from domain.jetons.creation import empreinte


class JetonLu(NamedTuple):
    id: UUID
    secret: str


def lire(texte: str) -> JetonLu | None:
    """The token that a text says it is; None when it cannot be one."""
    try:
        clair = b64decode(texte + "=" * (-len(texte) % 4), altchars=b"-_", validate=True)
        id, separateur, secret = clair.decode().partition(";")
        return JetonLu(UUID(id), secret) if separateur else None
    except ValueError:  # not Base64, not UTF-8, not a UUID
        return None


def correspond(secret: str, secret_hash: bytes) -> bool:
    return hmac.compare_digest(empreinte(secret), secret_hash)
