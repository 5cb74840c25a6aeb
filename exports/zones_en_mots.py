"""A shape of a carte, told in words."""

from collections.abc import Mapping
from typing import Any, Protocol

from domain.geographie.mesures import longueur, points, surface
from exports.parcelles import parcelle

INSECABLE = "\u00a0"


class Zone(Protocol):
    @property
    def source(self) -> str: ...
    @property
    def description(self) -> str | None: ...
    @property
    def geometry(self) -> Mapping[str, Any]: ...
    @property
    def proprietes(self) -> Mapping[str, Any]: ...


def zone_en_mots(zone: Zone) -> str:
    forme = _parcelle(zone) if zone.source == "cadastre" else _forme(zone)
    return f"{forme} : {zone.description}" if zone.description else forme


def nombre(valeur: float) -> str:
    """1234.5 is « 1 234,5 »."""
    entier = isinstance(valeur, int) or valeur.is_integer()
    texte = f"{int(valeur):,}" if entier else f"{valeur:,.1f}"
    return texte.replace(",", INSECABLE).replace(".", ",")


def _forme(zone: Zone) -> str:
    aire, distance = surface(zone.geometry), longueur(zone.geometry)
    if aire is not None:
        return f"Surface de {nombre(aire)}{INSECABLE}m²"
    if distance is not None:
        return f"Ligne de {nombre(distance)}{INSECABLE}m"
    situes = [_situation(*point) for point in points(zone.geometry)]
    if not situes:
        return "Zone sans forme"
    return f"{'Point' if len(situes) == 1 else 'Points'} : {' ; '.join(sorted(situes))}"


def _situation(longitude: float, latitude: float) -> str:
    """Degrees, to a decimetre."""
    nord, est = ("N" if latitude >= 0 else "S"), ("E" if longitude >= 0 else "O")
    return f"{_degres(latitude)}{INSECABLE}{nord}, {_degres(longitude)}{INSECABLE}{est}"


def _degres(angle: float) -> str:
    return f"{abs(angle):.6f}".rstrip("0").rstrip(".").replace(".", ",") + "°"


def _parcelle(zone: Zone) -> str:
    p = parcelle(zone.proprietes)
    mesure = f", {nombre(p.surface)}{INSECABLE}m²" if p.surface else ""
    lieu = f", commune {p.commune}" if p.commune else ""
    feuille = " ".join(m for m in (p.prefixe, p.section) if m)
    return f"Parcelle {feuille} n°{INSECABLE}{p.numero or ''}{lieu}{mesure}"
