"""Who asks: persons and establishments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611212204"
down_revision = "202611212203"


def upgrade() -> None:
    op.create_table(
        "etablissements",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=True),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("siege_social", sa.Boolean(), nullable=True),
        sa.Column("naf", sa.Text(), nullable=True),
        sa.Column("libelle_naf", sa.Text(), nullable=True),
        sa.Column("adresse", sa.Text(), nullable=True),
        sa.Column(
            "adresse_detail",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
        ),
        sa.Column("numero_voie", sa.Text(), nullable=True),
        sa.Column("type_voie", sa.Text(), nullable=True),
        sa.Column("nom_voie", sa.Text(), nullable=True),
        sa.Column("complement_adresse", sa.Text(), nullable=True),
        sa.Column("code_postal", sa.Text(), nullable=True),
        sa.Column("localite", sa.Text(), nullable=True),
        sa.Column("code_insee_localite", sa.Text(), nullable=True),
        sa.Column("siren", sa.Text(), nullable=True),
        sa.Column("raison_sociale", sa.Text(), nullable=True),
        sa.Column("nom_commercial", sa.Text(), nullable=True),
        sa.Column("capital_social", sa.BigInteger(), nullable=True),
        sa.Column("code_effectif_entreprise", sa.Text(), nullable=True),
        sa.Column("numero_tva_intracommunautaire", sa.Text(), nullable=True),
        sa.Column("forme_juridique", sa.Text(), nullable=True),
        sa.Column("forme_juridique_code", sa.Text(), nullable=True),
        sa.Column("siret_siege_social", sa.Text(), nullable=True),
        sa.Column("enseigne", sa.Text(), nullable=True),
        sa.Column("date_creation", sa.Date(), nullable=True),
        sa.Column(
            "etat_administratif",
            sa.Enum(
                "Actif",
                "Ferme",
                name="etatadministratif",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("nom", sa.Text(), nullable=True),
        sa.Column("prenom", sa.Text(), nullable=True),
        sa.Column(
            "effectifs",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "association", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.CheckConstraint("siret ~ '^[0-9]{14}$'", name=op.f("etablissements_siret_check")),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("etablissements_dossier_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("etablissements_pkey")),
    )
    op.create_index("etablissements_dossier_key", "etablissements", ["dossier_id"], unique=True)
    op.create_table(
        "individus",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "civilite",
            sa.Enum(
                "M", "Mme", name="civilite", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("prenom", sa.Text(), nullable=False),
        sa.Column("date_de_naissance", sa.Date(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("individus_dossier_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("individus_pkey")),
        sa.UniqueConstraint("dossier_id", name=op.f("individus_dossier_id_key")),
    )
