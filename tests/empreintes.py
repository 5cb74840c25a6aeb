"""What a database holds, as digests: « nothing changed » is two equal ones."""

import psycopg
from psycopg import sql

# Written beside any request, whatever becomes of it: when a token was last used (api 3.4).
SANS_COMPTER = frozenset({"jetons", "alembic_version"})


def empreintes(database_url: str) -> dict[str, str]:
    """A digest for each table, whatever the order of its rows."""
    with psycopg.connect(database_url) as connexion:
        tables = connexion.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {nom: _empreinte(connexion, nom) for (nom,) in tables if nom not in SANS_COMPTER}


def _empreinte(connexion: psycopg.Connection, table: str) -> str:
    lue = connexion.execute(
        sql.SQL(
            "SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {} t"
        ).format(sql.Identifier(table))
    ).fetchone()
    assert lue is not None
    return str(lue[0])
