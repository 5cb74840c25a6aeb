"""The migrations make exactly what the models say."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from server.migrate import drift, latest, migrate
from server.refus import Refus
from server.settings import Settings
from tests.databases import fresh_database


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    assert drift(database_url) == []


def test_a_migrated_database_is_left_as_it_is(database_url: str) -> None:
    assert migrate(database_url) == latest()


def test_two_migrators_at_once_take_turns(stack: Settings) -> None:
    with (
        fresh_database(stack, model="template1") as empty,
        ThreadPoolExecutor(max_workers=2) as pool,
    ):
        reached = list(pool.map(migrate, [empty, empty]))

        assert reached == [latest(), latest()]
        assert drift(empty) == []


def test_a_database_away_is_told_in_one_line() -> None:
    with pytest.raises(Refus) as refus:
        migrate("postgresql://guichet:secret@127.0.0.1:1/guichet")

    assert str(refus.value) == "PostgreSQL ne répond pas à l’adresse de DATABASE_URL."
