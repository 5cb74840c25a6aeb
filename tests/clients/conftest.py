"""A démarche in full use, and clients of the API as their authors publish them."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import scenarios
from server.resources import open_storage
from tests import npm
from tests.api.client import CHEMIN
from tests.serving import Serveur

ICI = Path(__file__).parent


@dataclass(frozen=True)
class DsApiClient:
    """`@dnum-mi/ds-api-client`, spoken to through a Node that calls its methods by their names."""

    url: str
    jeton: str
    folder: Path

    def appeler(self, *appels: tuple[Any, ...]) -> list[dict[str, Any]]:
        """What each call gave: its `valeur`, or its `erreur` and the `reponse` that made it."""
        dits: list[dict[str, Any]] = self._executer(appels)["dits"]
        return dits

    def lire(self, methode: str, *parametres: Any) -> Any:
        [dit] = self.appeler((methode, *parametres))
        assert "erreur" not in dit, dit
        return dit["valeur"]

    @property
    def methodes(self) -> set[str]:
        return set(self._executer(())["methodes"])

    def _executer(self, appels: tuple[tuple[Any, ...], ...]) -> Any:
        demandes, reponses = self.folder / "appels.json", self.folder / "reponses.json"
        demandes.write_text(json.dumps(appels))
        subprocess.run(
            [npm.NODE, ICI / "appels.cjs", self.url, self.jeton, demandes, reponses],
            env=npm.environment(npm.installed(ICI)),
            check=True,
            timeout=60,
            stdout=subprocess.DEVNULL,  # the client prints what it is refused
        )
        return json.loads(reponses.read_text())


@dataclass(frozen=True)
class Monde:
    serveur: Serveur
    jetons: dict[str, str]


@pytest.fixture(scope="module")
def monde(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Monde]:
    with nouveau_serveur() as serveur:
        fait = scenarios.charger(
            ICI / "monde.yaml",
            database_url=serveur.database_url,
            storage=open_storage(serveur.settings),
        )
        yield Monde(serveur, fait.jetons)


@pytest.fixture
def ds_api_client(monde: Monde, tmp_path: Path) -> DsApiClient:
    return DsApiClient(f"{monde.serveur.url}{CHEMIN}", monde.jetons["lecture"], tmp_path)
