"""What is drawn, or picked, on a carte."""

from __future__ import annotations

from typing import Any

import strawberry

from domain.dossiers.champs import SourceGeo
from resolvers.champs import ZoneGeoRow
from resolvers.request import Request
from schema.fields import Interface, column, computed, constant, identifiant
from schema.lieux import GeoJSON

strawberry.enum(SourceGeo, name="GeoAreaSource", description="Origine d’une zone.")


@strawberry.interface(description="Une zone d’une carte.")
class GeoArea(Interface):
    id: strawberry.ID = identifiant("GeoArea")
    source: SourceGeo = column("Origine de la zone.", "source")
    geometry: GeoJSON = column("Forme de la zone.", "geometry")
    description: str | None = column("Description donnée par l’usager.", "description")

    @classmethod
    def type_of(cls, zone: ZoneGeoRow, request: Request) -> str:
        return "ParcelleCadastrale" if zone.source == SourceGeo.cadastre else "SelectionUtilisateur"


def _propriete(cle: str, *anciennes: str) -> Any:
    """A parcel's property; older parcels kept it under another name."""

    def lire(zone: ZoneGeoRow) -> Any:
        return next((zone.proprietes[c] for c in (cle, *anciennes) if c in zone.proprietes), None)

    return lire


def _texte(cle: str, *anciennes: str) -> Any:
    lire = _propriete(cle, *anciennes)

    def texte(zone: ZoneGeoRow) -> str:
        valeur = lire(zone)
        entiere = isinstance(valeur, float) and valeur.is_integer()
        return str(int(valeur) if entiere else valeur or "")

    return texte


def _code_departement(zone: ZoneGeoRow) -> str:
    commune: str = _texte("commune")(zone)
    return commune[: 3 if commune.startswith("97") else 2]


def _surface(zone: ZoneGeoRow) -> float:
    return float(_propriete("surface", "contenance")(zone) or 0)


ABANDONNE = "Ce champ n’est plus renseigné."


@strawberry.type(description="Une zone dessinée par l’usager.")
class SelectionUtilisateur(GeoArea):
    pass


@strawberry.type(description="Une parcelle du cadastre.")
class ParcelleCadastrale(GeoArea):
    commune: str = computed("Code INSEE de la commune.", _texte("commune"))
    numero: str = computed("Numéro de la parcelle.", _texte("numero"))
    section: str = computed("Section cadastrale.", _texte("section"))
    prefixe: str = computed("Préfixe de section.", _texte("prefixe", "com_abs"))
    surface: str = computed("Surface en mètres carrés.", _texte("surface", "contenance"))
    surface_parcelle: float = computed(
        "Surface en mètres carrés.", _surface, deprecated="Utilisez le champ `surface` à la place."
    )
    surface_intersection: float = constant("Surface commune.", 0.0, deprecated=ABANDONNE)
    feuille: int = constant("Feuille du cadastre.", 1, deprecated=ABANDONNE)
    nom_com: str = computed("Nom de la commune.", _texte("nom_com"), deprecated=ABANDONNE)
    code_dep: str = computed("Code du département.", _code_departement, deprecated=ABANDONNE)
    code_com: str = computed(
        "Code de la commune dans le département.",
        lambda zone: _texte("commune")(zone)[len(_code_departement(zone)) :],
        deprecated=ABANDONNE,
    )
    code_arr: str = computed("Code d’arrondissement.", _texte("code_arr"), deprecated=ABANDONNE)
