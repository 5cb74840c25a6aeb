"""What opens a document without a token: who asked for it, what it shows, until when.

A pass gives no right: at each use its token, or its account, is read again, and sees what it may see at that
moment. A token that is revoked, a démarche or a groupe that is left, a dossier that is hidden close it at once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters.signatures import Signataire
from domain.dossiers.documents import Document


@dataclass(frozen=True, slots=True)
class LaissezPasser:
    """`porteur` is a token, or the number of an account."""

    dossier_id: int
    porteur: UUID | int

    def ecrire(self, signataire: Signataire, document: Document, *, jusqu_a: datetime) -> str:
        """The last part of an address, for this document alone."""
        porteur = self.porteur if isinstance(self.porteur, int) else self.porteur.hex
        contenu = [self.dossier_id, porteur]
        return signataire.signer(contenu, objet=_objet(document), jusqu_a=jusqu_a)


def lire(signataire: Signataire, texte: str, document: Document, *, at: datetime) -> LaissezPasser:
    """Raises SignatureRefusee."""
    dossier_id, porteur = signataire.lire(texte, objet=_objet(document), at=at)
    return LaissezPasser(dossier_id, porteur if isinstance(porteur, int) else UUID(hex=porteur))


def _objet(document: Document) -> str:
    return f"api_v2/dossier/{document}"
