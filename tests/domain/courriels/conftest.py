"""The world of mails: made once, copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import scenarios
from adapters.base_de_donnees import base_synchrone
from server.resources import CONNECTION, open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.domain.courriels.monde import Monde


@pytest.fixture(scope="session")
def modele_de_base(stack: Settings) -> Iterator[str]:
    """The name of a database in which the scenario is loaded."""
    with fresh_database(stack) as url:
        scenario = Path(__file__).with_name("monde.yaml")
        scenarios.charger(scenario, database_url=url, storage=open_storage(stack))
        yield url.rsplit("/", 1)[1]


@pytest.fixture
def monde(stack: Settings, modele_de_base: str) -> Iterator[Monde]:
    with fresh_database(stack, model=modele_de_base) as url:
        base = base_synchrone(url, CONNECTION)
        yield Monde(url, base, open_storage(stack))
        base.fermer()
