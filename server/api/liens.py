"""Where a caller finds files, documents and public pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from adapters.signatures import Signataire
from adapters.storage import Storage
from domain.dossiers.documents import Document
from domain.fichiers.types_mime import type_servi
from resolvers.bureau.documents_d_expert import DocumentDExpert
from resolvers.viewer import Viewer
from server.api import passe_d_expert, passe_de_fichier
from server.api.laissez_passer import LaissezPasser
from server.api.passe_d_expert import Passe
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
    direct: bool = False

    def fichier(self, cle: str, nom: str, type_mime: str) -> str:
        """`direct`: files are read from the store as they are written to it, and not through us."""
        if self.direct:
            return self.storage.signed_download(
                cle, filename=nom, content_type=type_servi(type_mime), lasts=UNE_HEURE
            )
        passe = passe_de_fichier.ecrire(self.signataire, cle, at=self.now)
        return f"{self.url_publique}/fichiers/{passe}/{quote(nom, '')}"

    def fichier_d_avis(self, avis_id: int, cle: str, nom: str) -> str:
        """Always through us: the store does not know that an avis was revoked."""
        passe = passe_de_fichier.ecrire(self.signataire, cle, avis_id=avis_id, at=self.now)
        return f"{self.url_publique}/fichiers/{passe}/{quote(nom, '')}"

    def document_d_avis(self, avis_id: int, document: str) -> str:
        """Only an account has avis."""
        assert self.viewer.compte_id is not None
        passe = passe_d_expert.ecrire(
            self.signataire,
            Passe(avis_id, self.viewer.compte_id),
            DocumentDExpert(document),
            jusqu_a=self.now + UNE_HEURE,
        )
        return f"{self.url_publique}/expert/dossiers/{document}/{passe}"

    def document(self, dossier_id: int, document: Document) -> str:
        """Only a token or an account sees dossiers: a link is its own, and closes with it."""
        porteur = self.viewer.jeton_id or self.viewer.compte_id
        assert porteur is not None
        passe = LaissezPasser(dossier_id, porteur).ecrire(
            self.signataire, document, jusqu_a=self.now + UNE_HEURE
        )
        return f"{self.url_publique}/api/v2/dossiers/{document}/{passe}"

    def commencer(self, chemin: str) -> str:
        return f"{self.url_publique}/commencer/{chemin}"


def liens_de(resources: Resources, viewer: Viewer, now: datetime) -> LiensPublics:
    return LiensPublics(
        resources.storage,
        resources.signataire,
        resources.settings.url,
        viewer,
        now,
        direct=resources.settings.televersement == "direct",
    )
