"""The départements and the collectivités d’outre-mer, by their two- or three-character code.

« Etranger » (99) closes the list, without an accent because clients compare it by equality: it is
what a person chooses who lives, or an address that lies, outside France.
"""

from dataclasses import dataclass
from functools import cache

from domain.geographie.lecture import colonnes

ETRANGER = "99"


@dataclass(frozen=True, slots=True)
class Departement:
    code: str
    nom: str
    region: str | None
    """The code of its région; None abroad and in the collectivités d’outre-mer."""


@cache
def tous() -> tuple[Departement, ...]:
    """Every département by code: 2A and 2B after 29, overseas after 95, abroad last."""
    return tuple(
        Departement(code, nom, region or None) for code, nom, region in colonnes("departements")
    )


@cache
def _par_code() -> dict[str, Departement]:
    return {departement.code: departement for departement in tous()}


def trouver(code: str) -> Departement | None:
    return _par_code().get(code)


def nom(code: str) -> str | None:
    """The name of a département, None when the code is nobody’s."""
    departement = trouver(code)
    return departement.nom if departement else None


def region_de(code: str) -> str | None:
    """The code of the région that holds a département, None when there is none."""
    departement = trouver(code)
    return departement.region if departement else None
