"""Where a caller finds files and public pages."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.storage import Storage

UNE_HEURE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LiensPublics:
    storage: Storage
    url_publique: str

    def fichier(self, cle: str, nom: str, type_mime: str) -> str:
        return self.storage.signed_download(cle, filename=nom, lasts=UNE_HEURE)

    def commencer(self, chemin: str) -> str:
        return f"{self.url_publique.rstrip('/')}/commencer/{chemin}"
