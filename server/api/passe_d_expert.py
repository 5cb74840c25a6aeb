"""What opens to an expert a document of a dossier: his avis, his account. Both are read again at each use."""

from datetime import datetime
from typing import NamedTuple

from adapters.signatures import Signataire
from resolvers.bureau.documents_d_expert import DocumentDExpert


class Passe(NamedTuple):
    avis_id: int
    compte_id: int


def ecrire(
    signataire: Signataire, passe: Passe, document: DocumentDExpert, *, jusqu_a: datetime
) -> str:
    return signataire.signer(list(passe), objet=_objet(document), jusqu_a=jusqu_a)


def lire(signataire: Signataire, texte: str, document: DocumentDExpert, *, at: datetime) -> Passe:
    """Raises SignatureRefusee."""
    return Passe(*signataire.lire(texte, objet=_objet(document), at=at))


def _objet(document: DocumentDExpert) -> str:
    return f"expert/dossier/{document}"
