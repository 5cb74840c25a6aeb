"""Accounts: how people sign in, and the sessions that they hold. New tables only: nothing is locked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220170"
down_revision = "202611220160"

USAGES = ("activation", "mot_de_passe", "deblocage", "appareil")


def upgrade() -> None:
    op.create_table(
        "sessions",
        _numero(),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("souvenir", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("navigateur", sa.Text(), server_default="", nullable=False),
        sa.Column("adresse", postgresql.INET(), nullable=False),
        _maintenant("cree_le"),
        _maintenant("vue_le"),
        *_du_compte("sessions"),
    )
    op.create_index("sessions_compte_id_idx", "sessions", ["compte_id"])
    op.create_table(
        "liens_de_compte",
        _numero(),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "usage",
            sa.Enum(*USAGES, name="usage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        _maintenant("cree_le"),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("utilise_le", sa.DateTime(timezone=True), nullable=True),
        *_du_compte("liens_de_compte"),
    )
    op.create_index("liens_de_compte_compte_id_idx", "liens_de_compte", ["compte_id"])
    op.create_table(
        "tentatives_de_connexion",
        sa.Column("adresse", sa.LargeBinary(), nullable=False),
        sa.Column("nombre", sa.BigInteger(), nullable=False),
        _maintenant("derniere_le"),
        sa.PrimaryKeyConstraint("adresse", name=op.f("tentatives_de_connexion_pkey")),
    )
    op.create_table(
        "passages",
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("nombre", sa.BigInteger(), nullable=False),
        _maintenant("depuis_le"),
        sa.PrimaryKeyConstraint("cle", name=op.f("passages_pkey")),
    )


def _numero() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _maintenant(nom: str) -> sa.Column[object]:
    return sa.Column(
        nom, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _du_compte(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint("octet_length(empreinte) = 32", name=op.f(f"{table}_empreinte_check")),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f(f"{table}_compte_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
        sa.UniqueConstraint("empreinte", name=op.f(f"{table}_empreinte_key")),
    )
