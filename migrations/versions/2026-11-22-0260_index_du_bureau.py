"""Indexes of an instructeur’s lists: counters by groupe, who answered a field, whom one follows.

Made while dossiers go on being written: no table is locked.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611220260"
down_revision = "202611220250"

INDEX = {
    "dossiers_bureau_comptes_idx": (
        "dossiers",
        ["groupe_instructeur_id", "state"],
        "visible_par_administration AND NOT archive",
    ),
    "champs_repondus_idx": (
        "champs",
        ["stable_id", "dossier_id"],
        "flux = 'main' AND retire_le IS NULL AND row_id IS NULL AND value IS NOT NULL",
    ),
    "suivis_miens_idx": ("suivis", ["instructeur_id", "dossier_id"], "fin_le IS NULL"),
}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for nom, (table, colonnes, condition) in INDEX.items():
            # One that was cut in the middle is there, and is of no use.
            op.drop_index(nom, table, if_exists=True, postgresql_concurrently=True)
            op.create_index(
                nom,
                table,
                colonnes,
                postgresql_where=sa.text(condition),
                postgresql_concurrently=True,
            )
