"""A parcel of the cadastre, from what the map kept of it; older parcels used other names."""

from collections.abc import Mapping
from typing import Any

from exports.geojson import Parcelle

Proprietes = Mapping[str, Any]


def parcelle(proprietes: Proprietes) -> Parcelle:
    commune = _mot(proprietes, "commune")
    prefixe = _mot(proprietes, "prefixe", "com_abs")
    section = _mot(proprietes, "section")
    numero = _mot(proprietes, "numero")
    return Parcelle(
        cid=_mot(proprietes, "id", "cid") or _identifiant(commune, prefixe, section, numero),
        numero=numero,
        section=section,
        prefixe=prefixe,
        commune=commune,
        surface=_nombre(proprietes, "surface", "contenance"),
    )


def _identifiant(
    commune: str | None, prefixe: str | None, section: str | None, numero: str | None
) -> str | None:
    """The cadastre's own, of fixed width: commune, section's prefix, section, number."""
    if not (commune and section and numero):
        return None
    return f"{commune}{(prefixe or '').zfill(3)}{section.zfill(2)}{numero.zfill(4)}"


def _valeur(proprietes: Proprietes, *noms: str) -> Any:
    return next((proprietes[nom] for nom in noms if proprietes.get(nom) is not None), None)


def _entier_si_possible(nombre: float) -> float | int:
    return int(nombre) if nombre.is_integer() else nombre


def _mot(proprietes: Proprietes, *noms: str) -> str | None:
    valeur = _valeur(proprietes, *noms)
    return str(_entier_si_possible(valeur) if isinstance(valeur, float) else valeur or "") or None


def _nombre(proprietes: Proprietes, *noms: str) -> float | int | None:
    try:
        return _entier_si_possible(float(_valeur(proprietes, *noms)))
    except (TypeError, ValueError, OverflowError):
        return None
