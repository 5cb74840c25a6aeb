"""Addresses of démarches that lead nowhere any more. A new table."""

import sqlalchemy as sa
from alembic import op

revision = "202611220270"
down_revision = "202611220260"


def upgrade() -> None:
    op.create_table(
        "liens_morts",
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("lien", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("erreur", sa.Text(), nullable=False),
        sa.Column("constate_le", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "lien IN ('lien_notice', 'lien_dpo')", name=op.f("liens_morts_lien_check")
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            ondelete="CASCADE",
            name=op.f("liens_morts_demarche_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("demarche_id", "lien", name=op.f("liens_morts_pkey")),
    )
