"""The shapes of a dossier's cartes as one GeoJSON file (api 11, ADR 0014)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from domain.geographie.mesures import emprise, longueur, surface


@dataclass(frozen=True, slots=True)
class Parcelle:
    """What the cadastre says of a shape that is one of its parcels."""

    cid: str | None
    numero: str | None
    section: str | None
    prefixe: str | None
    commune: str | None
    surface: float | int | None
    """Square metres, as the cadastre counts them: not those of the shape."""


@dataclass(frozen=True, slots=True)
class Zone:
    id: int
    source: str
    geometry: Mapping[str, Any]
    description: str | None
    filename: str | None
    """The file that the shape was read from, when it was not drawn."""
    champ_label: str
    champ_id: int
    champ_row: str | None
    champ_private: bool
    parcelle: Parcelle | None = None


@dataclass(frozen=True, slots=True)
class Zones:
    dossier_id: int
    zones: Sequence[Zone]


def ecrire(dossier: Zones) -> bytes:
    """A FeatureCollection; without any shape it has no bounding box, which RFC 7946 cannot write."""
    boite = emprise(zone.geometry for zone in dossier.zones)
    collection = {
        "type": "FeatureCollection",
        "id": dossier.dossier_id,
        "bbox": boite,
        "features": [_feature(zone, dossier.dossier_id) for zone in dossier.zones],
    }
    return msgspec.json.encode(_sans_nuls(collection))


def flux(dossiers: Iterable[Zones]) -> Iterator[bytes]:
    """The shapes of many dossiers, as one FeatureCollection, by morsels; its bounding box, which is known
    last, is said last."""
    boites: list[Sequence[float]] = []
    separateur = b'{"type":"FeatureCollection","features":['
    for dossier in dossiers:
        for zone in dossier.zones:
            yield separateur + msgspec.json.encode(_feature(zone, dossier.dossier_id))
            separateur = b","
        if (boite := emprise(zone.geometry for zone in dossier.zones)) is not None:
            boites = [_englobante([*boites, boite])]
    if separateur != b",":
        yield separateur
    yield b"]" + (b',"bbox":' + msgspec.json.encode(boites[0]) if boites else b"") + b"}"


def _englobante(boites: Sequence[Sequence[float]]) -> Sequence[float]:
    ouest, sud, est, nord = zip(*boites, strict=True)
    return [min(ouest), min(sud), max(est), max(nord)]


def _feature(zone: Zone, dossier_id: int) -> dict[str, Any]:
    proprietes = {
        "source": zone.source,
        "area": surface(zone.geometry),
        "length": longueur(zone.geometry),
        "description": zone.description,
        "filename": zone.filename,
        "id": zone.id,
        "champ_label": zone.champ_label,
        "champ_id": zone.champ_id,
        "champ_row": zone.champ_row,
        "champ_private": zone.champ_private,
        "dossier_id": dossier_id,
    }
    if zone.parcelle is not None:
        proprietes |= msgspec.to_builtins(zone.parcelle)
    return {"type": "Feature", "geometry": zone.geometry, "properties": _sans_nuls(proprietes)}


def _sans_nuls(objet: Mapping[str, Any]) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in objet.items() if valeur is not None}
