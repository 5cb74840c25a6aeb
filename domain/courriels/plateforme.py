"""What mails must know of this Guichet, which only the edge knows: its addresses and its name."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Plateforme:
    """`url` is the public one, without a final slash; `expediteur` reads no answer, `contact` does."""

    url: str
    expediteur: str
    contact: str
    nom: str = "Guichet"

    @property
    def hote(self) -> str:
        """What Message-IDs end with: ours alone."""
        return urlsplit(self.url).hostname or "guichet.invalid"

    def dossier(self, dossier_id: int) -> str:
        return f"{self.url}/dossiers/{dossier_id}"

    def messagerie(self, dossier_id: int) -> str:
        return f"{self.dossier(dossier_id)}/messagerie"

    def attestation(self, dossier_id: int) -> str:
        return f"{self.dossier(dossier_id)}/attestation"

    def justificatif(self, dossier_id: int) -> str:
        return f"{self.dossier(dossier_id)}/justificatif"

    def dossier_a_instruire(self, demarche_id: int, dossier_id: int) -> str:
        return f"{self.url}/procedures/{demarche_id}/dossiers/{dossier_id}"

    def demarche_a_instruire(self, demarche_id: int) -> str:
        return f"{self.url}/procedures/{demarche_id}"

    def avis(self, demarche_id: int, avis_id: int) -> str:
        return f"{self.url}/expert/procedures/{demarche_id}/avis/{avis_id}"
