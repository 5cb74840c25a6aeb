"""Who knows establishments by their SIRET (rules 2.4.15, 2.5.3). Ours reads a file of the operator’s; a service
of the State is one more class with this method."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

Fiche = Mapping[str, Any]
"""What is known of an establishment, under the names of its columns (`domain/dossiers/demandeurs.py`)."""


class AnnuaireIndisponible(Exception):
    """Nobody answered: the establishment is asked for again later."""


class Annuaire(Protocol):
    def chercher(self, siret: str) -> Fiche | None:
        """None when there is no such establishment. Raises AnnuaireIndisponible."""
        ...


class AnnuaireLocal:
    """A JSON file, `{"<siret>": {"adresse": …}}`, read again each time: whoever keeps it replaces it whole.
    Without a file, nobody is known."""

    def __init__(self, fichier: Path | None = None) -> None:
        self._fichier = fichier

    def chercher(self, siret: str) -> Fiche | None:
        if self._fichier is None:
            return None
        try:
            fiches: dict[str, Fiche] = json.loads(self._fichier.read_text())
        except (OSError, ValueError) as error:
            raise AnnuaireIndisponible(type(error).__name__) from error
        return fiches.get(siret)
