"""A shape of a carte, told in words."""

from domain.geographie.mesures import longueur, points, surface
from resolvers.champs import ZoneGeoRow
from server.documents.impression import mots
from server.documents.parcelles import parcelle


def zone_en_mots(zone: ZoneGeoRow) -> str:
    forme = _parcelle(zone) if zone.source == "cadastre" else _forme(zone)
    return f"{forme} : {zone.description}" if zone.description else forme


def _forme(zone: ZoneGeoRow) -> str:
    aire, distance = surface(zone.geometry), longueur(zone.geometry)
    if aire is not None:
        return f"Surface de {mots.nombre(aire)}\u00a0m²"
    if distance is not None:
        return f"Ligne de {mots.nombre(distance)}\u00a0m"
    situes = [_situation(*point) for point in points(zone.geometry)]
    if not situes:
        return "Zone sans forme"
    return f"{'Point' if len(situes) == 1 else 'Points'} : {' ; '.join(sorted(situes))}"


def _situation(longitude: float, latitude: float) -> str:
    """Degrees, to a decimetre."""
    nord, est = ("N" if latitude >= 0 else "S"), ("E" if longitude >= 0 else "O")
    return f"{_degres(latitude)}\u00a0{nord}, {_degres(longitude)}\u00a0{est}"


def _degres(angle: float) -> str:
    return f"{abs(angle):.6f}".rstrip("0").rstrip(".").replace(".", ",") + "°"


def _parcelle(zone: ZoneGeoRow) -> str:
    p = parcelle(zone.proprietes)
    mesure = f", {mots.nombre(p.surface)}\u00a0m²" if p.surface else ""
    lieu = f", commune {p.commune}" if p.commune else ""
    feuille = " ".join(m for m in (p.prefixe, p.section) if m)
    return f"Parcelle {feuille} n°\u00a0{p.numero or ''}{lieu}{mesure}"
