"""The documents made of a dossier when somebody asks for them: kept nowhere, never out of date."""

from enum import StrEnum
from typing import NamedTuple


class Document(StrEnum):
    pdf = "pdf"
    geojson = "geojson"

    def nom(self, dossier_id: int) -> str:
        """The name of the file, on which clients rely (api 7.3)."""
        return FORMES[self].nom.format(dossier_id)

    @property
    def type_mime(self) -> str:
        return FORMES[self].type_mime


class _Forme(NamedTuple):
    nom: str
    type_mime: str


FORMES = {
    Document.pdf: _Forme("dossier-{}.pdf", "application/pdf"),
    Document.geojson: _Forme("dossier-{}-features.json", "application/json"),
}
