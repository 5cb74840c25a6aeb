"""Accounts and their profiles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611212200"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    op.create_table(
        "comptes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("mot_de_passe_hash", sa.Text(), nullable=True),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "email = lower(btrim(email::text))", name=op.f("comptes_email_normalise_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("comptes_pkey")),
        sa.UniqueConstraint("email", name=op.f("comptes_email_key")),
    )
    op.create_table(
        "administrateurs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f("administrateurs_compte_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("administrateurs_pkey")),
        sa.UniqueConstraint("compte_id", name=op.f("administrateurs_compte_id_key")),
    )
    op.create_table(
        "experts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name=op.f("experts_compte_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("experts_pkey")),
        sa.UniqueConstraint("compte_id", name=op.f("experts_compte_id_key")),
    )
    op.create_table(
        "identites_france_connect",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column("sujet", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"],
            ["comptes.id"],
            name=op.f("identites_france_connect_compte_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("identites_france_connect_pkey")),
        sa.UniqueConstraint("sujet", name=op.f("identites_france_connect_sujet_key")),
    )
    op.create_index(
        op.f("identites_france_connect_compte_id_idx"),
        "identites_france_connect",
        ["compte_id"],
        unique=False,
    )
    op.create_table(
        "instructeurs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f("instructeurs_compte_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("instructeurs_pkey")),
        sa.UniqueConstraint("compte_id", name=op.f("instructeurs_compte_id_key")),
    )
