"""One migrated database a test, copied from a model made once."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from server.migrate import migrate
from server.settings import Settings

MODEL = "guichet_modele"
_numbers = count(1)


def make_model(stack: Settings) -> None:
    _execute(stack, "CREATE DATABASE {}", MODEL)
    migrate(address(stack, MODEL))


@contextmanager
def fresh_database(stack: Settings, *, model: str = MODEL) -> Iterator[str]:
    """The address of a database with every table and no row; dropped after."""
    name = f"guichet_essai_{next(_numbers)}"
    _execute(stack, f"CREATE DATABASE {{}} TEMPLATE {model} STRATEGY file_copy", name)
    try:
        yield address(stack, name)
    finally:
        _execute(stack, "DROP DATABASE {} WITH (FORCE)", name)


def address(stack: Settings, database: str) -> str:
    return urlunsplit(urlsplit(stack.require("database_url"))._replace(path=f"/{database}"))


def _execute(stack: Settings, statement: str, name: str) -> None:
    with psycopg.connect(stack.require("database_url"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
