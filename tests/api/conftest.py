"""Worlds for the API's tests: a scenario in a fresh database, and a Guichet that serves it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

import scenarios
from server.resources import open_storage
from server.settings import Settings
from tests.api.client import Client
from tests.databases import fresh_database
from tests.serving import Serveur, serving

MONDES = Path(__file__).parent / "mondes"


@dataclass(frozen=True)
class Monde:
    """What a scenario made. `client(nom)` speaks with the token of that name, or as nobody."""

    serveur: Serveur
    jetons: dict[str, str]
    dossiers: dict[str, int]
    demarches: dict[str, int]

    def client(self, jeton: str | None = "lecture") -> Client:
        return Client(self.serveur.url, self.jetons[jeton] if jeton else None)


@pytest.fixture(scope="module")
def monde(
    request: pytest.FixtureRequest, nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]
) -> Iterator[Monde]:
    """The world that the module names by `MONDE`. Its tests only read: they share it."""
    with nouveau_serveur() as serveur:
        fait = scenarios.charger(
            MONDES / f"{request.module.MONDE}.yaml",
            database_url=serveur.database_url,
            storage=open_storage(serveur.settings),
        )
        yield Monde(serveur, fait.jetons, fait.dossiers, fait.demarches)


@pytest.fixture(scope="module")
def modele(
    request: pytest.FixtureRequest, stack: Settings
) -> Iterator[tuple[str, scenarios.Resultat]]:
    """The database that the module's world was made in, to be copied, and what was made."""
    with fresh_database(stack) as url:
        fait = scenarios.charger(
            MONDES / f"{request.module.MONDE}.yaml",
            database_url=url,
            storage=open_storage(stack),
        )
        yield url.rsplit("/", 1)[1], fait


@pytest.fixture
def monde_neuf(stack: Settings, modele: tuple[str, scenarios.Resultat]) -> Iterator[Monde]:
    """The module's world for one test, which may change it."""
    nom, fait = modele
    with (
        fresh_database(stack, model=nom) as url,
        serving(stack.model_copy(update={"database_url": url})) as serveur,
    ):
        yield Monde(serveur, fait.jetons, fait.dossiers, fait.demarches)


@pytest.fixture(scope="module")
def client(monde: Monde) -> Client:
    return monde.client()
