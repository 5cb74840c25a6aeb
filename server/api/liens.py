"""Where a caller finds files, documents and public pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.signatures import Signataire
from adapters.storage import Storage
from domain.dossiers.documents import Document
from resolvers.viewer import Viewer
from server.api.laissez_passer import LaissezPasser
from server.resources import Resources

UNE_HEURE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LiensPublics:
    """`viewer` is whom the signed addresses are for, `now` when they begin to be valid."""

    storage: Storage
    signataire: Signataire
    url_publique: str
    viewer: Viewer
    now: datetime

    def fichier(self, cle: str, nom: str, type_mime: str) -> str:
        return self.storage.signed_download(cle, filename=nom, lasts=UNE_HEURE)

    def document(self, dossier_id: int, document: Document) -> str:
        """Only a token sees dossiers: a link is its own, and closes with it."""
        assert self.viewer.jeton_id is not None
        passe = LaissezPasser(dossier_id, self.viewer.jeton_id).ecrire(
            self.signataire, document, jusqu_a=self.now + UNE_HEURE
        )
        return f"{self.url_publique}/api/v2/dossiers/{document}/{passe}"

    def commencer(self, chemin: str) -> str:
        return f"{self.url_publique}/commencer/{chemin}"


def liens_de(resources: Resources, viewer: Viewer, now: datetime) -> LiensPublics:
    return LiensPublics(
        resources.storage, resources.signataire, resources.settings.url, viewer, now
    )
