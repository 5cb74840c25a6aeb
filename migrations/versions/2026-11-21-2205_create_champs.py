"""Answers: one row a champ."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611212205"
down_revision = "202611212204"


def upgrade() -> None:
    op.create_table(
        "champs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("flux", sa.Text(), server_default="main", nullable=False),
        sa.Column("stable_id", sa.BigInteger(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=True),
        sa.Column(
            "type_champ",
            sa.Enum(
                "address",
                "annuaire_education",
                "carte",
                "checkbox",
                "civilite",
                "cnaf",
                "cojo",
                "communes",
                "date",
                "datetime",
                "decimal_number",
                "departements",
                "dgfip",
                "dossier_link",
                "drop_down_list",
                "email",
                "engagement_juridique",
                "epci",
                "explication",
                "formatted",
                "header_section",
                "iban",
                "integer_number",
                "linked_drop_down_list",
                "mesri",
                "multiple_drop_down_list",
                "number",
                "pays",
                "phone",
                "piece_justificative",
                "pole_emploi",
                "referentiel",
                "regions",
                "repetition",
                "rna",
                "rnf",
                "siret",
                "text",
                "textarea",
                "titre_identite",
                "yes_no",
                name="typechamp",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("prive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column(
            "value_json", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column(
            "data", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "etat_externe",
            sa.Enum(
                "waiting_for_job",
                "fetching",
                "fetched",
                "external_error",
                name="etatexterne",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("etablissement_id", sa.BigInteger(), nullable=True),
        sa.Column("prefilled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "modifie_le",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("rebase_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retire_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "NOT prive OR flux = 'main'", name=op.f("champs_annotation_sur_main_check")
        ),
        sa.CheckConstraint(
            "row_id IS NULL OR row_id ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'",
            name=op.f("champs_row_ulid_check"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("champs_dossier_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["etablissement_id"],
            ["etablissements.id"],
            name=op.f("champs_etablissement_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("champs_pkey")),
        sa.UniqueConstraint(
            "dossier_id",
            "flux",
            "stable_id",
            "row_id",
            name="champs_dossier_flux_stable_row_key",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "champs_valeur_idx",
        "champs",
        ["stable_id", sa.literal_column("left(value, 64)"), "dossier_id"],
        unique=False,
    )
    op.create_table(
        "zones_geo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("champ_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "cadastre",
                "rpg",
                "selection_utilisateur",
                name="sourcegeo",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("geometry", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "proprietes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["champ_id"], ["champs.id"], name=op.f("zones_geo_champ_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("zones_geo_pkey")),
    )
    op.create_index(op.f("zones_geo_champ_id_idx"), "zones_geo", ["champ_id"], unique=False)
