"""What mails must know of this Guichet, which only the edge knows: its addresses and its name."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.transactions import Transaction

# Under which name the edge gives its addresses to the sessions that it opens.
PLATEFORME = "plateforme"


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

    def demarche_a_expertiser(self, demarche_id: int) -> str:
        return f"{self.url}/expert/procedures/{demarche_id}"

    def avis(self, demarche_id: int, avis_id: int) -> str:
        return f"{self.url}/expert/procedures/{demarche_id}/avis/{avis_id}"


# Links that lead nowhere, rather than to somebody else, when it gave none.
NULLE_PART = Plateforme(
    url="https://guichet.invalid", expediteur="ne-pas-repondre@guichet.invalid",
    contact="contact@guichet.invalid",
)  # fmt: skip


def plateforme_de(tx: Transaction) -> Plateforme:
    donnee: Plateforme = tx.session.info.get(PLATEFORME, NULLE_PART)
    return donnee
