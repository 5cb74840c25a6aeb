"""How each instructeur sees the lists of a démarche: his choices, and what reads the lists fast.

A new table, then indexes made while dossiers go on being written.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220190"
down_revision = "202611220180"

# Whether a text is a regular expression: one that is not finds nothing, and must not fail the list.
MOTIF_VALIDE = """
    CREATE OR REPLACE FUNCTION motif_valide(motif text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    BEGIN
        PERFORM '' ~* motif;
        RETURN true;
    EXCEPTION WHEN invalid_regular_expression THEN
        RETURN false;
    END
    $$
"""

EN_COURS = (
    "visible_par_administration AND NOT archive AND state IN ('en_construction', 'en_instruction')"
)
NON_ARCHIVES = "visible_par_administration AND NOT archive"
ARCHIVES = "visible_par_administration AND archive"
CORBEILLE = (
    "state <> 'brouillon' AND (cache_par_expiration_le IS NOT NULL OR (cache_par_administration_le "
    "IS NOT NULL AND state IN ('accepte', 'refuse', 'sans_suite')))"
)
A_EXPIRER = "visible_par_administration AND expire_le IS NOT NULL AND state <> 'en_instruction'"

INDEX = {
    "dossiers_bureau_en_cours_idx": (["demarche_id", "modifie_le", "id"], EN_COURS),
    "dossiers_bureau_tous_idx": (["demarche_id", "modifie_le", "id"], NON_ARCHIVES),
    "dossiers_bureau_archives_idx": (["demarche_id", "modifie_le", "id"], ARCHIVES),
    "dossiers_bureau_corbeille_idx": (["demarche_id", "modifie_le", "id"], CORBEILLE),
    "dossiers_bureau_expirants_idx": (["demarche_id", "expire_le"], A_EXPIRER),
}


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute(MOTIF_VALIDE)
    op.create_table(
        "presentations",
        sa.Column("instructeur_id", sa.BigInteger(), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("colonnes", postgresql.JSONB(), nullable=False),
        sa.Column("tri_colonne", sa.Text(), nullable=False),
        sa.Column("tri_sens", sa.Text(), nullable=False),
        sa.Column("filtres", postgresql.JSONB(), nullable=False),
        sa.Column("filtres_deplies", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "modifiee_le",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "tri_sens IN ('asc', 'desc')", name=op.f("presentations_tri_sens_check")
        ),
        _vers("instructeur_id", "instructeurs.id"),
        _vers("demarche_id", "demarches.id"),
        sa.PrimaryKeyConstraint("instructeur_id", "demarche_id", name=op.f("presentations_pkey")),
        if_not_exists=True,
    )
    op.create_index(
        op.f("presentations_demarche_id_idx"), "presentations", ["demarche_id"], if_not_exists=True
    )
    with op.get_context().autocommit_block():
        for nom, (colonnes, condition) in INDEX.items():
            # One that was cut in the middle is there, and is of no use.
            op.drop_index(nom, "dossiers", if_exists=True, postgresql_concurrently=True)
            op.create_index(
                nom,
                "dossiers",
                colonnes,
                postgresql_where=sa.text(condition),
                postgresql_include=["groupe_instructeur_id", "state"],
                postgresql_concurrently=True,
            )


def _vers(colonne: str, cible: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [colonne], [cible], name=op.f(f"presentations_{colonne}_fkey"), ondelete="CASCADE"
    )
