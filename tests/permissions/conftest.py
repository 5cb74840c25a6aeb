"""The two houses in one Guichet, and everybody signed in to it."""

from collections.abc import Iterator

import psycopg
import pytest
import yaml

import scenarios
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.permissions.biens import faits
from tests.permissions.maisons import MAISONS, scenario
from tests.permissions.ville import Ville
from tests.server.comptes import HACHE
from tests.serving import serving

# Who has left, after the facts that bear their names.
PARTIS = """
UPDATE comptes SET mot_de_passe_hash = %(secret)s;
DELETE FROM affectations WHERE instructeur_id IN (
    SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = i.compte_id WHERE c.email LIKE 'retire@%%');
UPDATE avis SET revoque_le = now() WHERE expert_id IN (
    SELECT e.id FROM experts e JOIN comptes c ON c.id = e.compte_id WHERE c.email LIKE 'rene@%%')
"""


@pytest.fixture(scope="module")
def ville(stack: Settings) -> Iterator[Ville]:
    with fresh_database(stack) as url:
        reglages = stack.model_copy(update={"database_url": url, "login_limit": 0})
        fait = scenarios.charger(
            yaml.safe_dump(scenario(), allow_unicode=True),
            database_url=url,
            storage=open_storage(stack),
        )
        with psycopg.connect(url) as connexion:
            for instruction in PARTIS.split(";"):
                connexion.execute(instruction, {"secret": HACHE})
        with serving(reglages) as serveur:
            faite = Ville(serveur, fait.jetons)
            try:
                for maison in MAISONS.values():
                    faits(faite, maison)
                yield faite
            finally:
                for client in faite.navigateurs.values():
                    client.close()
