"""Surfaces, lengths and extents of GeoJSON geometries, as maps on the web measure them.

On a sphere: what the usager read while drawing, and what our clients compare with. A shape that is
not a geometry measures nothing; it never raises, since forms have long accepted whatever was drawn.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

RAYON_EQUATORIAL = 6_378_137.0  # metres: surfaces
RAYON_MOYEN = 6_371_008.8  # metres: distances

Geometrie = Mapping[str, Any]


class Point(NamedTuple):
    """Degrees, WGS 84."""

    longitude: float
    latitude: float


class Emprise(NamedTuple):
    """A bounding box, in the order of RFC 7946."""

    ouest: float
    sud: float
    est: float
    nord: float


def _point(position: Any) -> Point | None:
    """An altitude, when there is one, is not looked at."""
    if not isinstance(position, list | tuple) or len(position) < 2:
        return None
    longitude, latitude = position[:2]
    numeriques = isinstance(longitude, int | float) and isinstance(latitude, int | float)
    return Point(float(longitude), float(latitude)) if numeriques else None


def _ligne(positions: Any) -> list[Point]:
    if not isinstance(positions, list | tuple):
        return []
    return [point for position in positions if (point := _point(position)) is not None]


def _surface_d_anneau(positions: Any) -> float:
    """Square metres on the sphere, whichever way the ring turns; closed if it was left open."""
    points = _ligne(positions)
    if len(points) < 3:
        return 0.0
    somme = sum(
        radians(b.longitude - a.longitude)
        * (2 + sin(radians(a.latitude)) + sin(radians(b.latitude)))
        for a, b in pairwise([*points, points[0]])
    )
    return abs(somme) * RAYON_EQUATORIAL**2 / 2


def _surface_de_polygone(anneaux: Any) -> float:
    """The outer ring without the holes."""
    if not isinstance(anneaux, list | tuple) or not anneaux:
        return 0.0
    contour, *trous = anneaux
    return max(_surface_d_anneau(contour) - sum(map(_surface_d_anneau, trous)), 0.0)


def _distance(a: Point, b: Point) -> float:
    """Metres along the great circle."""
    latitude_a, latitude_b = radians(a.latitude), radians(b.latitude)
    h = (
        sin((latitude_b - latitude_a) / 2) ** 2
        + cos(latitude_a) * cos(latitude_b) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 2 * RAYON_MOYEN * asin(min(1.0, sqrt(h)))


def _longueur_de_ligne(positions: Any) -> float:
    return sum(_distance(a, b) for a, b in pairwise(_ligne(positions)))


def _ensemble(mesurer: Callable[[Any], float]) -> Callable[[Any], float]:
    """The same of a geometry made of several."""
    return lambda parties: sum(map(mesurer, parties)) if isinstance(parties, list) else 0.0


SURFACES = {"Polygon": _surface_de_polygone, "MultiPolygon": _ensemble(_surface_de_polygone)}
LONGUEURS = {"LineString": _longueur_de_ligne, "MultiLineString": _ensemble(_longueur_de_ligne)}


def _mesure(mesures: Mapping[str, Callable[[Any], float]], geometrie: Geometrie) -> float | None:
    mesurer = mesures.get(str(geometrie.get("type")))
    return None if mesurer is None else round(mesurer(geometrie.get("coordinates")), 1) or None


def surface(geometrie: Geometrie) -> float | None:
    """Square metres of a polygon, to one decimal; None of anything else, and of an empty one."""
    return _mesure(SURFACES, geometrie)


def longueur(geometrie: Geometrie) -> float | None:
    """Metres of a line, to one decimal; None of anything else, and of an empty one."""
    return _mesure(LONGUEURS, geometrie)


def points(geometrie: Geometrie) -> Iterator[Point]:
    """Every position, whatever holds it; in no order."""
    reste: list[Any] = [geometrie]
    while reste:
        noeud = reste.pop()
        if isinstance(noeud, Mapping):
            reste += [noeud.get("coordinates"), noeud.get("geometries")]
        elif (point := _point(noeud)) is not None:
            yield point
        elif isinstance(noeud, list):
            reste += noeud


def emprise(geometries: Iterable[Geometrie]) -> Emprise | None:
    """The box around them all; None around nothing."""
    tous = [point for geometrie in geometries for point in points(geometrie)]
    if not tous:
        return None
    longitudes, latitudes = zip(*tous, strict=True)
    return Emprise(min(longitudes), min(latitudes), max(longitudes), max(latitudes))
