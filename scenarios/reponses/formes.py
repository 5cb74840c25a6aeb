"""The values that are more than a word, as the file writes them."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from domain.reponses.registres import est_rna
from scenarios.format.bases import Code, Format, Jour, TextePlein
from scenarios.format.etablissements import Adresse, AdresseOuLibelle


class Commune(Format):
    code: Code
    nom: TextePlein | None = None
    code_postal: Code | None = None
    departement: Code | None = None


class Lieu(Format):
    """A département, a région or a country."""

    code: Code
    nom: TextePlein | None = None


class Epci(Format):
    code: Code
    nom: TextePlein | None = None
    departement: Code | None = None


class Education(Format):
    uai: TextePlein
    libelle: TextePlein | None = None


def _numero_rna(valeur: str) -> str:
    if not est_rna(valeur):
        raise ValueError("un numéro RNA s’écrit W suivi de 9 chiffres ou lettres")
    return valeur


class Rna(Format):
    rna: Annotated[str, AfterValidator(_numero_rna)]
    titre: str | None = None
    objet: str | None = None
    date_creation: Jour | None = None
    date_declaration: Jour | None = None
    date_publication: Jour | None = None
    adresse: AdresseOuLibelle | None = None


class Rnf(Format):
    rnf: TextePlein
    titre: str | None = None
    adresse: AdresseOuLibelle | None = None


class Referentiel(Format):
    identifiant: Code
    donnees: Any = None


class Proprietes(Format):
    source: Literal["selection_utilisateur", "cadastre", "rpg"] = "selection_utilisateur"
    description: str | None = None
    commune: Code | None = None
    numero: Code | None = None
    section: Code | None = None
    prefixe: Code | None = None
    surface: Annotated[float, Field(strict=False)] | None = None


GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip


class Zone(Format):
    """A GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    geometry: dict[str, Any]
    properties: Proprietes = Proprietes()

    @model_validator(mode="after")
    def _geometrie(self) -> "Zone":
        if self.geometry.get("type") not in GEOMETRIES:
            raise ValueError("« geometry » attend une géométrie GeoJSON : type et coordinates")
        if "coordinates" not in self.geometry and "geometries" not in self.geometry:
            raise ValueError("« geometry » attend ses coordinates")
        return self


__all__ = [
    "Adresse", "Commune", "Education", "Epci", "Lieu", "Referentiel", "Rna", "Rnf", "Zone",
]  # fmt: skip
