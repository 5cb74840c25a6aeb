"""Invitations, transfers, answers awaited, reminders: what people around a dossier expect of each other."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220150"
down_revision = "202611220140"


def upgrade() -> None:
    op.create_table(
        "attentes_reponse",
        _numero(),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        _instant("resolue_le", nullable=True),
        _vers("attentes_reponse", "message_id", "messages.id", ondelete="CASCADE"),
        _vers("attentes_reponse", "dossier_id", "dossiers.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("attentes_reponse_pkey")),
        sa.UniqueConstraint("message_id", name=op.f("attentes_reponse_message_id_key")),
    )
    op.create_index(op.f("attentes_reponse_dossier_id_idx"), "attentes_reponse", ["dossier_id"])
    op.create_index(
        "attentes_reponse_une_en_cours_key",
        "attentes_reponse",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("resolue_le IS NULL"),
    )
    op.create_table(
        "invitations",
        _numero(),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        _vers("invitations", "dossier_id", "dossiers.id", ondelete="CASCADE"),
        _vers("invitations", "compte_id", "comptes.id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("invitations_pkey")),
        sa.UniqueConstraint("dossier_id", "email", name=op.f("invitations_dossier_id_email_key")),
    )
    op.create_index(op.f("invitations_email_idx"), "invitations", ["email"])
    op.create_index(op.f("invitations_compte_id_idx"), "invitations", ["compte_id"])
    op.create_table(
        "transferts",
        _numero(),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        _vers("transferts", "dossier_id", "dossiers.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("transferts_pkey")),
        sa.UniqueConstraint("dossier_id", name=op.f("transferts_dossier_id_key")),
    )
    op.create_index(op.f("transferts_email_idx"), "transferts", ["email"])
    # A column without a default: the table is not written again.
    op.add_column("avis", _instant("relance_le", nullable=True))


def _numero() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _instant(name: str, **options: object) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)  # type: ignore[arg-type]


def _vers(table: str, colonne: str, cible: str, *, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [colonne], [cible], ondelete=ondelete, name=op.f(f"{table}_{colonne}_fkey")
    )
