"""How a receiver knows that a call is ours, of now, and whole.

The secret of a webhook is not stored: it follows from the secret of the installation and from the
webhook's own salt, so that a copy of the database forges nothing.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

PREFIXE = "whsec_"


def nouveau_sel() -> str:
    return secrets.token_hex(16)


def secret_de(racine: str, sel: str) -> str:
    """`racine` is the secret of the installation."""
    empreinte = hmac.new(racine.encode(), f"guichet/webhook/{sel}".encode(), sha256).digest()
    return PREFIXE + urlsafe_b64encode(empreinte).decode().rstrip("=")


def signer(secret: str, *, instant: int, corps: bytes) -> str:
    """The header's value; `instant` is in seconds since 1970, and is signed with the body."""
    signe = hmac.new(secret.encode(), str(instant).encode() + b"." + corps, sha256).hexdigest()
    return f"t={instant},v1={signe}"
