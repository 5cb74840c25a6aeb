"""How Alembic reaches the database. `server.migrate` gives the connection, locked and patient."""

import os

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from domain import models  # noqa: F401  (every table declares itself in the metadata)
from domain.base import Model


def run(connection: Connection) -> None:
    """One transaction a migration: each is small, and waits for its locks by itself."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_by_hand() -> None:
    """For `alembic revision --autogenerate`, typed by a developer with DATABASE_URL set."""
    address = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
    with create_engine(address, poolclass=pool.NullPool).connect() as connection:
        run(connection)


given = context.config.attributes.get("connection")
if given is None:
    run_by_hand()
else:
    run(given)
