"""The countries and territories of the world, by ISO 3166-1 alpha-2 code, under French names.

Guadeloupe, Guyane, Martinique, Mayotte and La Réunion have ISO codes too; they are not in the list,
for who lives there lives in France. Kosovo is, under the code in use for it (XK).
"""

from dataclasses import dataclass
from functools import cache

from domain.geographie.lecture import colonnes

FRANCE = "FR"


@dataclass(frozen=True, slots=True)
class Pays:
    code: str
    nom: str


@cache
def tous() -> tuple[Pays, ...]:
    """Every country, alphabetically by French name."""
    return tuple(Pays(code, nom) for code, nom in colonnes("pays"))


@cache
def _par_code() -> dict[str, Pays]:
    return {pays.code: pays for pays in tous()}


def nom(code: str) -> str | None:
    """The French name of a country, None when the code is not in the list."""
    pays = _par_code().get(code)
    return pays.nom if pays else None
