"""Texts that we alone could have written: what an address that opens something by itself carries.

Whoever holds one may read it: nothing secret goes in. Changing GUICHET_SECRET ends them all.
"""

import hashlib
from datetime import datetime
from typing import Any

from itsdangerous import BadData, URLSafeSerializer


class SignatureRefusee(Exception):
    """Not ours, changed, made for something else, or too old: whoever asked is not told which."""


class Signataire:
    """`objet` is what a text is good for: one made for another purpose is refused, its key differs.

    Raises nothing on what it signs, SignatureRefusee on what it reads; comparison is constant-time.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def signer(self, contenu: Any, *, objet: str, jusqu_a: datetime) -> str:
        """A text for the path of an address, good until `jusqu_a`. The same facts give the same text."""
        return str(self._pour(objet).dumps([contenu, int(jusqu_a.timestamp())]))

    def lire(self, texte: str, *, objet: str, at: datetime) -> Any:
        """What was signed. Raises SignatureRefusee."""
        try:
            contenu, jusqu_a = self._pour(objet).loads(texte)
        except BadData as error:
            raise SignatureRefusee from error
        if at.timestamp() >= jusqu_a:
            raise SignatureRefusee
        return contenu

    def _pour(self, objet: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._secret,
            salt=f"guichet/{objet}",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )
