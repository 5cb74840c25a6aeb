"""What a browser or a mail holds: too long to be guessed, so a plain digest of it is enough."""

import hashlib
import secrets

OCTETS = 32


def engendrer() -> str:
    return secrets.token_urlsafe(OCTETS)


def empreinte(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
