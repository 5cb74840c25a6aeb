"""Texts that we alone could have written: what an address that opens something by itself carries.

Whoever holds one may read it: nothing secret goes in. Changing GUICHET_SECRET ends them all.
"""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_encode


class SignatureRefusee(Exception):
    """Not ours, changed, made for something else, or too old: whoever asked is not told which."""


class Sceau:
    """What signs for one purpose, as itsdangerous does and `lecteur` reads. A page has hundreds of
    addresses: the key is derived once, and nothing so short is worth compressing."""

    def __init__(self, secret: str, sel: str) -> None:
        self.lecteur = URLSafeSerializer(
            secret,
            salt=sel,
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )
        cle = self.lecteur.make_signer().derive_key()
        self._vierge = hmac.new(cle, digestmod=hashlib.sha256)

    def signer(self, contenu: Any) -> str:
        texte = base64_encode(json.dumps(contenu, separators=(",", ":")))
        signature = self._vierge.copy()
        signature.update(texte)
        return (texte + b"." + base64_encode(signature.digest())).decode("ascii")


class Signataire:
    """`objet` is what a text is good for: one made for another purpose is refused, its key differs.

    Raises nothing on what it signs, SignatureRefusee on what it reads; comparison is constant-time.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._connus: dict[str, Sceau] = {}

    def signer(self, contenu: Any, *, objet: str, jusqu_a: datetime) -> str:
        """A text for the path of an address, good until `jusqu_a`. The same facts give the same text."""
        return self._pour(objet).signer([contenu, int(jusqu_a.timestamp())])

    def lire(self, texte: str, *, objet: str, at: datetime) -> Any:
        """What was signed. Raises SignatureRefusee."""
        try:
            contenu, jusqu_a = self._pour(objet).lecteur.loads(texte)
        except BadData as error:
            raise SignatureRefusee from error
        if at.timestamp() >= jusqu_a:
            raise SignatureRefusee
        return contenu

    def _pour(self, objet: str) -> Sceau:
        """One for each purpose, of which there are few."""
        connu = self._connus.get(objet)
        if connu is None:
            connu = self._connus[objet] = Sceau(self._secret, f"guichet/{objet}")
        return connu
