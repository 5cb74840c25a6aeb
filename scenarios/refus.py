"""Why a scenario is refused: the line, the reason, and nothing was loaded."""

from collections.abc import Mapping
from typing import Any

from domain.errors import DomainError

Chemin = tuple[Any, ...]
"""Where in the file: the keys and ranks that lead there, `("demarches", 0, "libelle")`."""


class ScenarioRefuse(DomainError):
    """The first thing wrong in the file, and how many others there are. `ligne` counts from 1."""

    def __init__(self, ligne: int, raison: str, *, autres: int = 0) -> None:
        suite = {0: "", 1: " (et une autre erreur)"}.get(autres, f" (et {autres} autres erreurs)")
        super().__init__(f"ligne {ligne} : {raison}{suite}")
        self.ligne = ligne
        self.raison = raison
        self.autres = autres


class Anomalies:
    """What is wrong, gathered as it is found, told in the order of the lines."""

    def __init__(self, lignes: Mapping[Chemin, int]) -> None:
        self._lignes = lignes
        self._trouvees: list[tuple[int, str]] = []

    def noter(self, chemin: Chemin, raison: str) -> None:
        self._trouvees.append((self.ligne(chemin), raison))

    def ligne(self, chemin: Chemin) -> int:
        """The line of a place, or of the nearest thing around it that is written in the file."""
        while chemin not in self._lignes and chemin:
            chemin = chemin[:-1]
        return self._lignes.get(chemin, 1)

    def refuser_s_il_y_en_a(self) -> None:
        """Raises ScenarioRefuse with the first anomaly, if there is one."""
        if self._trouvees:
            ligne, raison = min(self._trouvees, key=lambda trouvee: trouvee[0])
            raise ScenarioRefuse(ligne, raison, autres=len(self._trouvees) - 1)
