"""The documents that an expert may have made of a dossier, as files."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from domain.fichiers.models import Analyse
from resolvers.bureau.dossier_de_l_expert import DossierDExpertRow
from resolvers.request import Liens, Request


class DocumentDExpert(StrEnum):
    pdf = "pdf"
    zip = "zip"

    def nom(self, dossier_id: int) -> str:
        return f"dossier-{dossier_id}.{self}"

    @property
    def type_mime(self) -> str:
        return f"application/{self}"


class DocumentDExpertRow(NamedTuple):
    """As `DocumentRow`; its address is the expert's own, and closes with his avis."""

    avis_id: int
    dossier_id: int
    document: DocumentDExpert
    cree_le: Any
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
        return liens.document_d_avis(self.avis_id, self.document)


def document(
    genre: DocumentDExpert,
) -> Callable[[DossierDExpertRow, Request], DocumentDExpertRow]:
    def fait(dossier: DossierDExpertRow, request: Request) -> DocumentDExpertRow:
        return DocumentDExpertRow(dossier.avis_id, dossier.id, genre, request.now)

    return fait
