"""The établissements publics de coopération intercommunale with their own taxation, by SIREN."""

from dataclasses import dataclass
from functools import cache

from domain.geographie.lecture import colonnes


@dataclass(frozen=True, slots=True)
class Epci:
    code: str
    nom: str
    departements: tuple[str, ...]
    """The codes of the départements of its member communes: one in fourteen reaches over a border."""


@cache
def tous() -> tuple[Epci, ...]:
    """Every EPCI, alphabetically."""
    return tuple(
        Epci(code, nom, tuple(departements.split())) for code, nom, departements in colonnes("epci")
    )


@cache
def _par_code() -> dict[str, Epci]:
    return {epci.code: epci for epci in tous()}


def trouver(code: str) -> Epci | None:
    return _par_code().get(code)


def nom(code: str) -> str | None:
    """The name of an EPCI, None when the code is nobody’s."""
    epci = trouver(code)
    return epci.nom if epci else None


def du_departement(code: str) -> tuple[Epci, ...]:
    """The EPCI with at least one commune in a département, alphabetically."""
    return tuple(epci for epci in tous() if code in epci.departements)
