"""What must be read again but not by whoever reads the database: encrypted under a key of our secret.

Changing GUICHET_SECRET makes all of it unreadable.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken


class CoffreIllisible(Exception):
    """Written under another secret, or changed."""


class Coffre:
    def __init__(self, secret: str) -> None:
        cle = hmac.new(secret.encode(), b"guichet/coffre", hashlib.sha256).digest()
        self._fernet = Fernet(urlsafe_b64encode(cle))

    def fermer(self, texte: str) -> bytes:
        return self._fernet.encrypt(texte.encode())

    def ouvrir(self, ferme: bytes) -> str:
        """Raises CoffreIllisible."""
        try:
            return self._fernet.decrypt(ferme).decode()
        except InvalidToken as error:
            raise CoffreIllisible from error
