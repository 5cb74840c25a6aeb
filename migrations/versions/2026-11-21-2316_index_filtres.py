"""Indexes of the filters: numbers that were answered, dates of decisions, usagers who left.

Made in place, as the tables are still small; a later index of these tables is made CONCURRENTLY.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611212316"
down_revision = "202611212207"

# Written like a number, and short enough to be one: what else a person may have typed is null.
NOMBRE_DE = """
    CREATE FUNCTION nombre_de(texte text) RETURNS numeric
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN texte ~ '^-?[0-9]{1,30}([.][0-9]{1,30})?$' THEN CAST(texte AS numeric) END
"""
TRAITES = "visible_par_administration AND traite_le IS NOT NULL"


def upgrade() -> None:
    op.execute(NOMBRE_DE)
    op.create_index(
        "champs_nombre_idx",
        "champs",
        ["stable_id", sa.text("nombre_de(value)"), "dossier_id"],
        postgresql_where=sa.text("nombre_de(value) IS NOT NULL"),
    )
    for parent in ("demarche", "groupe"):
        op.create_index(
            f"dossiers_{parent}_traite_idx",
            "dossiers",
            ["demarche_id" if parent == "demarche" else "groupe_instructeur_id", "traite_le", "id"],
            postgresql_where=sa.text(TRAITES),
        )
    op.create_index(
        "dossiers_usager_supprime_idx",
        "dossiers",
        ["usager_supprime_email"],
        postgresql_where=sa.text("usager_supprime_email IS NOT NULL"),
    )
