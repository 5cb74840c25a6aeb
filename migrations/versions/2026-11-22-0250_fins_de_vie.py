"""What expires, and who was told. New tables, a column without a default, an index made in place."""

import sqlalchemy as sa
from alembic import op

revision = "202611220250"
down_revision = "202611220240"


def upgrade() -> None:
    op.add_column(
        "dossiers", sa.Column("expiration_annoncee_le", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "dossiers_expire_idx",
        "dossiers",
        ["state", "expire_le", "id"],
        postgresql_where=sa.text("expire_le IS NOT NULL AND cache_par_expiration_le IS NULL"),
    )
    op.create_table(
        "annonces_d_expiration",
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("courriel", sa.Text(), nullable=False),
        sa.Column("destinataire", sa.Text(), nullable=False),
        sa.Column(
            "aupres",
            sa.Enum(
                "usager", "administration", name="aupres", native_enum=False,
                create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        _vers("annonces_d_expiration", "dossier_id", "dossiers.id"),
        sa.PrimaryKeyConstraint("dossier_id", "courriel", name=op.f("annonces_d_expiration_pkey")),
    )  # fmt: skip
    op.create_index(
        op.f("annonces_d_expiration_courriel_idx"), "annonces_d_expiration", ["courriel"]
    )
    op.create_table(
        "annonces_d_inactivite",
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column("courriel", sa.Text(), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        _vers("annonces_d_inactivite", "compte_id", "comptes.id"),
        sa.PrimaryKeyConstraint("compte_id", name=op.f("annonces_d_inactivite_pkey")),
    )
    op.create_table(
        "balayages",
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("nombre", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("nombre >= 0", name=op.f("balayages_nombre_check")),
        sa.PrimaryKeyConstraint("nom", "jour", name=op.f("balayages_pkey")),
    )


def _vers(table: str, colonne: str, cible: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [colonne], [cible], ondelete="CASCADE", name=op.f(f"{table}_{colonne}_fkey")
    )
