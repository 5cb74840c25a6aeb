"""Uploads: what was announced, whether its object is there, and objects to delete. New tables only."""

import sqlalchemy as sa
from alembic import op

revision = "202611220130"
down_revision = "202611220120"

GENRES = ("usager", "instructeur", "administrateur", "expert", "jeton", "systeme")


def upgrade() -> None:
    op.create_table(
        "televersements",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "auteur_genre",
            sa.Enum(*GENRES, name="genre", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("auteur_id", sa.BigInteger(), nullable=True),
        sa.Column("auteur_jeton", sa.Text(), nullable=True),
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("type_mime", sa.Text(), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("md5", sa.Text(), nullable=False),
        sa.Column("essais", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("essai_retenu", sa.BigInteger(), nullable=True),
        sa.Column("annonce_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recu_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attache_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("taille >= 0", name=op.f("televersements_taille_check")),
        sa.CheckConstraint(
            "essai_retenu BETWEEN 1 AND essais", name=op.f("televersements_essai_retenu_check")
        ),
        sa.CheckConstraint(
            "(recu_le IS NULL) = (essai_retenu IS NULL)", name=op.f("televersements_recu_check")
        ),
        sa.CheckConstraint(
            "attache_le IS NULL OR recu_le IS NOT NULL", name=op.f("televersements_attache_check")
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("televersements_demarche_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("televersements_pkey")),
        sa.UniqueConstraint("cle", name=op.f("televersements_cle_key")),
    )
    op.create_index("televersements_annonce_idx", "televersements", ["annonce_le"])
    op.create_table(
        "objets_a_effacer",
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("depuis", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("cle", name=op.f("objets_a_effacer_pkey")),
    )
