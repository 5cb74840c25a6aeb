"""Shapes on a map: GeoJSON features (rules 2.4.31)."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, TypeGuard

from domain.dossiers.champs import SourceGeo
from domain.reponses.ecrite import Ecrite, Options, ValeurInvalide, Zone
from domain.reponses.textes import nettoyer

# How deep the coordinates of each kind are: a position, a line of positions, rings, and so on.
PROFONDEURS = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
    "MultiPolygon": 3,
}  # fmt: skip
PAS_UNE_ZONE = "doit être une liste de zones GeoJSON"
CLES = ("commune", "numero", "section", "prefixe", "surface")


def carte(valeur: Any, _: Options) -> Ecrite:
    """Raises ValeurInvalide: a shape that is none would break every map that shows it."""
    if isinstance(valeur, Mapping):
        valeur = valeur.get("features")
    if isinstance(valeur, str) or not isinstance(valeur, Sequence):
        raise ValeurInvalide(PAS_UNE_ZONE)
    return Ecrite(zones=tuple(_zone(entite) for entite in valeur))


def _zone(entite: Any) -> Zone:
    if not isinstance(entite, Mapping) or entite.get("type", "Feature") != "Feature":
        raise ValeurInvalide(PAS_UNE_ZONE)
    geometry, dites = entite.get("geometry"), entite.get("properties") or {}
    if not est_geometrie(geometry) or not isinstance(dites, Mapping):
        raise ValeurInvalide(PAS_UNE_ZONE)
    source = dites.get("source", SourceGeo.selection_utilisateur)
    if source not in set(SourceGeo):
        raise ValeurInvalide("contient une zone de source inconnue")
    description = dites.get("description")
    return Zone(
        source=str(source),
        geometry=geometry,
        description=None if description is None else nettoyer(description),
        proprietes={cle: dites[cle] for cle in CLES if dites.get(cle) is not None},
    )


def est_geometrie(geometry: Any, imbrication: int = 0) -> TypeGuard[Mapping[str, Any]]:
    if not isinstance(geometry, Mapping):
        return False
    if geometry.get("type") == "GeometryCollection":
        parties = geometry.get("geometries")
        return (
            imbrication < 3
            and isinstance(parties, Sequence)
            and all(est_geometrie(partie, imbrication + 1) for partie in parties)
        )
    profondeur = PROFONDEURS.get(str(geometry.get("type")))
    return profondeur is not None and _sont_positions(geometry.get("coordinates"), profondeur)


def _sont_positions(coordonnees: Any, profondeur: int) -> bool:
    if isinstance(coordonnees, str) or not isinstance(coordonnees, Sequence) or not coordonnees:
        return False
    if profondeur:
        return all(_sont_positions(partie, profondeur - 1) for partie in coordonnees)
    return 2 <= len(coordonnees) <= 4 and all(_est_nombre(c) for c in coordonnees)


def _est_nombre(valeur: Any) -> bool:
    return isinstance(valeur, int | float) and not isinstance(valeur, bool) and isfinite(valeur)
