"""Worlds for those who sign in. A module names its world by `MONDE`, a file of `mondes/`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

import scenarios
from server.resources import open_storage
from server.settings import Settings
from tests.bureau.bureau import Bureau
from tests.databases import fresh_database
from tests.server.comptes import HACHE
from tests.serving import serving

MONDES = Path(__file__).parent / "mondes"


@pytest.fixture(scope="module")
def modele(
    request: pytest.FixtureRequest, stack: Settings
) -> Iterator[tuple[str, scenarios.Resultat]]:
    """The database that the module's world was made in, to be copied, and what was made."""
    with fresh_database(stack) as url:
        fait = scenarios.charger(
            MONDES / f"{request.module.MONDE}.yaml", database_url=url, storage=open_storage(stack)
        )
        with psycopg.connect(url) as connexion:
            connexion.execute("UPDATE comptes SET mot_de_passe_hash = %s", (HACHE,))
        yield url.rsplit("/", 1)[1], fait


def ouvert(stack: Settings, modele: tuple[str, Any]) -> Iterator[Bureau]:
    nom, fait = modele
    with (
        fresh_database(stack, model=nom) as url,
        serving(stack.model_copy(update={"database_url": url, "login_limit": 0})) as serveur,
    ):
        bureau = Bureau(
            serveur, jetons=fait.jetons, dossiers=fait.dossiers, demarches=fait.demarches
        )
        try:
            yield bureau
        finally:
            bureau.fermer()


@pytest.fixture(scope="module")
def bureau(stack: Settings, modele: tuple[str, scenarios.Resultat]) -> Iterator[Bureau]:
    """The module's world. Its tests only read, or undo what they write: they share it."""
    yield from ouvert(stack, modele)


@pytest.fixture
def bureau_neuf(stack: Settings, modele: tuple[str, scenarios.Resultat]) -> Iterator[Bureau]:
    """The module's world for one test, which may change it."""
    yield from ouvert(stack, modele)
