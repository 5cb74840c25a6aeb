"""What opens a file without a token: its key, for an hour. What the file has become is read each time."""

from datetime import datetime, timedelta

from adapters.signatures import Signataire

OBJET = "fichier"
VALIDITE = timedelta(hours=1)


def ecrire(signataire: Signataire, cle: str, *, at: datetime) -> str:
    return signataire.signer(cle, objet=OBJET, jusqu_a=at + VALIDITE)


def lire(signataire: Signataire, texte: str, *, at: datetime) -> str:
    """The key. Raises SignatureRefusee."""
    return str(signataire.lire(texte, objet=OBJET, at=at))
