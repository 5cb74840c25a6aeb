"""Somebody whom ProConnect or FranceConnect vouches for, and what it says of him."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from domain.sessions.models import Moyen
from domain.textes import propre

TEXTE_MAX = 200


@dataclass(frozen=True, kw_only=True)
class Personne:
    """`adresse_sure`: the provider answers for the address as well as for the person."""

    fournisseur: Moyen
    sujet: str
    email: str | None = None
    adresse_sure: bool = False
    genre: str | None = None
    nom: str | None = None
    prenoms: str | None = None
    date_naissance: date | None = None

    def en_json(self) -> dict[str, Any]:
        naissance = self.date_naissance
        return {**asdict(self), "date_naissance": naissance and naissance.isoformat()}

    @classmethod
    def de_json(cls, lu: Mapping[str, Any]) -> "Personne":
        return cls(
            **{
                **lu,
                "fournisseur": Moyen(lu["fournisseur"]),
                "date_naissance": jour(lu["date_naissance"]),
            }
        )


def texte(valeur: object) -> str | None:
    """What another system says, as far as it can be kept."""
    if not isinstance(valeur, str):
        return None
    return propre(valeur).strip()[:TEXTE_MAX] or None


def jour(valeur: object) -> date | None:
    """FranceConnect leaves out what it does not know of a birth: only a whole date is kept."""
    try:
        return date.fromisoformat(valeur) if isinstance(valeur, str) else None
    except ValueError:
        return None
