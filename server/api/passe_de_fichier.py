"""What opens a file without a token: its key, for an hour. What the file has become is read each time.

That of an expert names the avis that lets him read it too: it closes when the avis does.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from adapters.signatures import Signataire

OBJET = "fichier"
VALIDITE = timedelta(hours=1)


class Passe(NamedTuple):
    cle: str
    avis_id: int | None = None


def ecrire(signataire: Signataire, cle: str, *, avis_id: int | None = None, at: datetime) -> str:
    contenu = cle if avis_id is None else [cle, avis_id]
    return signataire.signer(contenu, objet=OBJET, jusqu_a=at + VALIDITE)


def lire(signataire: Signataire, texte: str, *, at: datetime) -> Passe:
    """Raises SignatureRefusee."""
    contenu = signataire.lire(texte, objet=OBJET, at=at)
    return Passe(*contenu) if isinstance(contenu, list) else Passe(str(contenu))
