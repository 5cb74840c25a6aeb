"""The state of a Guichet, for `guichet etat`: its parts, its tables, what it holds."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from server.embedded.data_folder import is_held
from server.migrate import latest
from server.probes import postgres_answers, s3_answers, valkey_answers
from server.resources import CONNECTION
from server.settings import Settings

COUNTED = ("demarches", "dossiers", "comptes", "jetons", "fichiers")


@dataclass(frozen=True)
class PartState:
    name: str
    address: str
    state: str


@dataclass(frozen=True)
class Tables:
    version: str | None
    """The migration that the database is at; None when it was never migrated or is away."""
    wanted: str | None
    counts: dict[str, int]


def parts(settings: Settings) -> list[PartState]:
    """Each part, asked now; addresses are shown without what opens them."""
    probes = (
        ("PostgreSQL", "database_url", postgres_answers),
        ("Valkey", "redis_url", valkey_answers),
        ("S3", "s3_endpoint_url", s3_answers),
    )
    return [
        PartState(name, shown(settings.require(field)), "ok" if probe(settings) else "en panne")
        for name, field, probe in probes
    ]


def tables(settings: Settings) -> Tables:
    """Raises psycopg.OperationalError when the database is away."""
    with psycopg.connect(settings.require("database_url"), **CONNECTION) as connection:
        present = {
            row[0]
            for row in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            )
        }
        version = _version(connection) if "alembic_version" in present else None
        counts = {name: _count(connection, name) for name in COUNTED if name in present}
    return Tables(version, latest(), counts)


def supervised(settings: Settings) -> bool:
    """Whether `guichet serve` runs on this data folder."""
    return is_held(settings.data_folder)


def shown(address: str) -> str:
    """An address without its user nor its password."""
    parsed = urlsplit(address)
    return parsed._replace(netloc=parsed.netloc.rpartition("@")[2]).geturl()


def _count(connection: psycopg.Connection, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _version(connection: psycopg.Connection) -> str | None:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None
