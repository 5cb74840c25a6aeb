"""Bring a database to this version's tables, beside a Guichet that may be serving from it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg.errors
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, pool, text
from sqlalchemy.exc import OperationalError

from server.logs import logger
from server.refus import Refus

ROOT = Path(__file__).resolve().parent.parent
ADVISORY_LOCK = 0x67756963_68657401  # ours alone in this database; two migrators wait in turn
# A statement that waits for a table's lock makes every later reader wait behind it: give up
# quickly, let them pass, come back.
LOCK_TIMEOUT = "4s"
ATTEMPTS = 10
PAUSE = 2.0  # seconds between two attempts
TURN = 0.2  # seconds between two looks at whether the other migrator has finished

log = logger("migrations")


def migrate(database_url: str) -> str | None:
    """Apply what is missing; the version reached, or None when there is no migration at all.

    Raises Refus when the database is away, or its tables stay locked by others.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _connected(database_url) as connection, _alone(connection):
                command.upgrade(_config(connection), "head")
                return version(connection)
        except OperationalError as error:
            if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise Refus("PostgreSQL ne répond pas à l’adresse de DATABASE_URL.") from None
            log.warning("table occupée, nouvel essai", essai=attempt)
            time.sleep(PAUSE)
    raise Refus(
        f"Migration impossible : des tables sont restées occupées pendant {ATTEMPTS} essais. "
        "Recommencez quand les longues requêtes sont finies."
    )


def version(connection: Connection) -> str | None:
    """The version of this database's tables; None for one that was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def latest() -> str | None:
    """The version that this code wants."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def drift(database_url: str) -> list[Any]:
    """What the models say and this migrated database does not, in Alembic's words; ideally []."""
    from domain import models  # noqa: F401
    from domain.base import Model

    with _connected(database_url) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, Model.metadata))


def _config(connection: Connection | None = None) -> Config:
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connected(database_url: str) -> Iterator[Connection]:
    address = database_url.replace("postgres://", "postgresql://", 1)
    engine = create_engine(
        address.replace("postgresql://", "postgresql+psycopg://", 1),
        poolclass=pool.NullPool,
        connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={LOCK_TIMEOUT}"},
    )
    with engine.connect() as connection:
        yield connection


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold the migrators' lock for this session; it ends with the connection, whatever happens. It is asked
    for again and again: a statement that waited for it would be a transaction under way, which an index made
    CONCURRENTLY by the other migrator waits for, and neither would ever end."""
    asked = text("SELECT pg_try_advisory_lock(:key)")
    while not connection.scalar(asked, {"key": ADVISORY_LOCK}):
        connection.rollback()
        time.sleep(TURN)
    connection.commit()
    yield
    connection.rollback()
    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
    connection.commit()
