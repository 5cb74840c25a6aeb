"""The eighteen régions, by their two-character code.

The collectivités d’outre-mer (975, 977…) belong to no région: they are départements only.
"""

from dataclasses import dataclass
from functools import cache

from domain.geographie.lecture import colonnes


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    nom: str


@cache
def tous() -> tuple[Region, ...]:
    """Every région, alphabetically."""
    return tuple(Region(code, nom) for code, nom in colonnes("regions"))


@cache
def _par_code() -> dict[str, Region]:
    return {region.code: region for region in tous()}


def nom(code: str) -> str | None:
    """The name of a région, None when the code is nobody’s."""
    region = _par_code().get(code)
    return region.nom if region else None
