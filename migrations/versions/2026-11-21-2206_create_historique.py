"""What happened to a dossier, who follows it, how it is labelled."""

import sqlalchemy as sa
from alembic import op

revision = "202611212206"
down_revision = "202611212205"


def upgrade() -> None:
    op.create_table(
        "labels",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column(
            "couleur",
            sa.Enum(
                "beige_gris_galet",
                "blue_ecume",
                "brown_cafe_creme",
                "green_bourgeon",
                "green_emeraude",
                "green_menthe",
                "green_tilleul_verveine",
                "pink_macaron",
                "purple_glycine",
                "yellow_tournesol",
                name="couleur",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("char_length(nom) BETWEEN 1 AND 30", name=op.f("labels_nom_check")),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("labels_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("labels_pkey")),
    )
    op.create_index(
        op.f("labels_demarche_id_position_id_idx"),
        "labels",
        ["demarche_id", "position", "id"],
        unique=False,
    )
    op.create_table(
        "dossiers_labels",
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("label_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("dossiers_labels_dossier_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["label_id"],
            ["labels.id"],
            name=op.f("dossiers_labels_label_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dossier_id", "label_id", name=op.f("dossiers_labels_pkey")),
    )
    op.create_index(
        op.f("dossiers_labels_label_id_dossier_id_idx"),
        "dossiers_labels",
        ["label_id", "dossier_id"],
        unique=False,
    )
    op.create_table(
        "reaffectations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "auto",
                "manual",
                "tech",
                "bulk_routing",
                name="modeaffectation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("par", sa.Text(), nullable=True),
        sa.Column("groupe_id", sa.BigInteger(), nullable=False),
        sa.Column("groupe_label", sa.Text(), nullable=False),
        sa.Column("groupe_precedent_id", sa.BigInteger(), nullable=True),
        sa.Column("groupe_precedent_label", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("reaffectations_dossier_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("reaffectations_pkey")),
    )
    op.create_index(
        op.f("reaffectations_dossier_id_idx"), "reaffectations", ["dossier_id"], unique=False
    )
    op.create_table(
        "suivis",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("instructeur_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "debut_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("fin_le", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("suivis_dossier_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["instructeur_id"], ["instructeurs.id"], name=op.f("suivis_instructeur_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("suivis_pkey")),
    )
    op.create_index(
        "suivis_en_cours_key",
        "suivis",
        ["dossier_id", "instructeur_id"],
        unique=True,
        postgresql_where=sa.text("fin_le IS NULL"),
    )
    op.create_index(
        "suivis_instructeur_idx", "suivis", ["instructeur_id", "dossier_id"], unique=False
    )
    op.create_table(
        "traitements",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "brouillon",
                "en_construction",
                "en_instruction",
                "accepte",
                "refuse",
                "sans_suite",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("traite_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("instructeur_email", sa.Text(), nullable=True),
        sa.Column("motivation", sa.Text(), nullable=True),
        sa.Column("navigateur", sa.Text(), nullable=True),
        sa.Column("navigateur_version", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("traitements_dossier_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("traitements_revision_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("traitements_pkey")),
    )
    op.create_index(
        "traitements_dossier_idx", "traitements", ["dossier_id", "traite_le", "id"], unique=False
    )
