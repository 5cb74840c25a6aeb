from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from domain.reponses import ecrite
from scenarios.format.etablissements import Etablissement
from scenarios.format.fichiers import Fichier
from scenarios.reponses.formes import Zone


@dataclass
class Ecrite:
    """An answer ready to be stored: the columns of its row, and what hangs on it."""

    value: str | None = None
    value_json: Mapping[str, Any] | None = None
    external_id: str | None = None
    data: Mapping[str, Any] | None = None
    etablissement: Etablissement | None = None
    zones: list[Zone] = field(default_factory=list)
    fichiers: list[Fichier] = field(default_factory=list)
    lien: str | None = None
    """The `cle` of the dossier that a dossier_link means: its number is not known yet."""

    @classmethod
    def de(cls, ecrite: ecrite.Ecrite) -> Self:
        """As the domain writes it. Nothing is to be fetched: the file says what is known."""
        return cls(ecrite.value, ecrite.value_json, ecrite.external_id, ecrite.data)
