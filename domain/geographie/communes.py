"""The communes, and the arrondissements of Paris, Lyon and Marseille, by INSEE code.

There are 35,000 of them. The table stays a list of text lines in the order of their codes, and a
`Commune` is made only when somebody asks for it: first use reads in well under 150 ms and keeps
4 MB, where 35,000 objects would cost several times both.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.geographie import departements
from domain.geographie.classement import alphabetique
from domain.geographie.lecture import lignes

DIVISEES_EN_ARRONDISSEMENTS = frozenset({"13055", "69123", "75056"})
"""Marseille, Lyon, Paris. They keep their names, but an address there is in an arrondissement."""


@dataclass(frozen=True, slots=True)
class Commune:
    code: str
    nom: str
    departement: str
    region: str | None
    codes_postaux: tuple[str, ...]
    """Empty in the districts of the Terres australes, where no post goes."""


@cache
def _lignes() -> list[str]:
    return lignes("communes")


@cache
def _par_code_postal() -> dict[str, str]:
    """Postal code to the INSEE codes it serves, kept as one text each: a third of the memory of
    lists."""
    index: dict[str, str] = {}
    for ligne in _lignes():
        code, _, codes_postaux = ligne.split("\t")
        if code in DIVISEES_EN_ARRONDISSEMENTS:
            continue
        for code_postal in codes_postaux.split():
            index[code_postal] = f"{index[code_postal]} {code}" if code_postal in index else code
    return index


def _commune(ligne: str) -> Commune:
    code, nom, codes_postaux = ligne.split("\t")
    departement = _prefixe(code)
    return Commune(
        code=code,
        nom=nom,
        departement=departement,
        region=departements.region_de(departement),
        codes_postaux=tuple(codes_postaux.split()),
    )


def _prefixe(code: str) -> str:
    """An INSEE code begins with its département’s: three characters overseas, two elsewhere."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def trouver(code: str) -> Commune | None:
    """The commune of an INSEE code, None when the code is nobody’s (or no longer anybody’s)."""
    rang = bisect_left(_lignes(), f"{code}\t")
    if rang == len(_lignes()) or not _lignes()[rang].startswith(f"{code}\t"):
        return None
    return _commune(_lignes()[rang])


@lru_cache(maxsize=4_000)
def nom(code: str) -> str | None:
    """The official name, with the arrondissement where there is one, without the postal code."""
    commune = trouver(code)
    return commune.nom if commune else None


def departement_de(code: str) -> str | None:
    """The code of the département of a commune; right also for a commune that has merged since the
    dossier was filed, None for a code that no département could have given."""
    departement = departements.trouver(_prefixe(code))
    if len(code) != 5 or departement is None or departement.code == departements.ETRANGER:
        return None
    return departement.code


def par_code_postal(code_postal: str) -> tuple[Commune, ...]:
    """The communes that a postal code serves, alphabetically; none when it serves nobody.

    75019 answers the arrondissement alone, for one place must not be offered under two names.
    """
    codes = _par_code_postal().get(code_postal, "").split()
    trouvees = [commune for commune in map(trouver, codes) if commune]
    return tuple(sorted(trouvees, key=lambda commune: alphabetique(commune.nom)))
