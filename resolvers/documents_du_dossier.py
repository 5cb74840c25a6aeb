"""The PDF and the GeoJSON of a dossier, as files: made at each download, known only by their names."""

from datetime import datetime
from typing import NamedTuple

from domain.dossiers.documents import Document
from domain.fichiers.models import Analyse
from resolvers.dossiers import DossierRow
from resolvers.request import Liens, Request


class DocumentRow(NamedTuple):
    """Has the columns of a file's row that the API shows; their values are the contract's (api 7.3)."""

    dossier_id: int
    document: Document
    cree_le: datetime
    taille: int = 0
    md5: str = ""
    analyse: str = Analyse.pending.value

    @property
    def nom(self) -> str:
        return self.document.nom(self.dossier_id)

    @property
    def type_mime(self) -> str:
        return self.document.type_mime

    def url(self, liens: Liens) -> str:
        return liens.document(self.dossier_id, self.document)


def pdf(dossier: DossierRow, request: Request) -> DocumentRow:
    return DocumentRow(dossier.id, Document.pdf, request.now)


def geojson(dossier: DossierRow, request: Request) -> DocumentRow:
    return DocumentRow(dossier.id, Document.geojson, request.now)
