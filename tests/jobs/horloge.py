"""A database whose clock the test holds: what asks PostgreSQL for the time is told that one.

`now()` and `clock_timestamp()` are functions like others: a schema that comes before `pg_catalog` has its own.
"""

from datetime import datetime

import psycopg

POSER = """
CREATE SCHEMA horloge;
CREATE TABLE horloge.heure (le timestamptz NOT NULL);
INSERT INTO horloge.heure VALUES (pg_catalog.now());
CREATE FUNCTION horloge.now() RETURNS timestamptz STABLE
    LANGUAGE sql AS 'SELECT le FROM horloge.heure';
CREATE FUNCTION horloge.clock_timestamp() RETURNS timestamptz
    LANGUAGE sql AS 'SELECT le FROM horloge.heure';
SET search_path = horloge, pg_catalog, public;
DO $$
DECLARE defaut record;
BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = horloge, pg_catalog, public', current_database());
    -- What a column is given by default was bound to the other clock when its table was made.
    FOR defaut IN
        SELECT adrelid::regclass AS la, attname AS colonne,
               replace(pg_get_expr(adbin, adrelid), 'pg_catalog.', '') AS valeur
        FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
        WHERE pg_get_expr(adbin, adrelid) ~ '(now|clock_timestamp)\\(\\)'
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', defaut.la, defaut.colonne, defaut.valeur);
    END LOOP;
END $$;
"""


class Horloge:
    """Put in a database before anybody else opens it; its connection is its own."""

    def __init__(self, url: str) -> None:
        self._connexion = psycopg.connect(url, autocommit=True)
        self._connexion.execute(POSER)

    def mettre_a(self, instant: datetime) -> None:
        self._connexion.execute("UPDATE horloge.heure SET le = %s", [instant])

    def fermer(self) -> None:
        self._connexion.close()
