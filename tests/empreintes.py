"""What a database holds, as digests: « nothing changed » is two equal ones."""

import psycopg
from psycopg import sql

# Written beside any request, whatever becomes of it: when a token was last used (api 3.4).
SANS_COMPTER = frozenset({"jetons", "alembic_version"})


# The same of a session, each minute: its own columns beside that instant do count.
LUE_SEULE = {"sessions": "vue_le"}


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
            "SELECT md5(coalesce(string_agg(l, E'\\n' ORDER BY l), '')) FROM (SELECT {} FROM {} t) ligne(l)"
        ).format(_ligne(table), sql.Identifier(table))
    ).fetchone()
    assert lue is not None
    return str(lue[0])


def _ligne(table: str) -> sql.Composable:
    if table in LUE_SEULE:
        return sql.SQL("(to_jsonb(t) - {})::text").format(sql.Literal(LUE_SEULE[table]))
    return sql.SQL("t::text")
