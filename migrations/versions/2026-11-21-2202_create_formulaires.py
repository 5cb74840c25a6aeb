"""Forms by revision, and the groupes that process what they collect."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611212202"
down_revision = "202611212201"


def upgrade() -> None:
    op.create_table(
        "groupes_instructeurs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("ferme", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("defaut", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "regle", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "label = btrim(label) AND label <> ''", name=op.f("groupes_instructeurs_label_check")
        ),
        sa.CheckConstraint(
            "NOT (defaut AND ferme)", name=op.f("groupes_instructeurs_defaut_ouvert_check")
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("groupes_instructeurs_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("groupes_instructeurs_pkey")),
        sa.UniqueConstraint(
            "demarche_id", "label", name=op.f("groupes_instructeurs_demarche_id_label_key")
        ),
        sa.UniqueConstraint(
            "id", "demarche_id", name=op.f("groupes_instructeurs_id_demarche_id_key")
        ),
    )
    op.create_index(
        "groupes_instructeurs_un_defaut_key",
        "groupes_instructeurs",
        ["demarche_id"],
        unique=True,
        postgresql_where=sa.text("defaut"),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("publiee_le", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("revisions_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("revisions_pkey")),
        sa.UniqueConstraint("id", "demarche_id", name=op.f("revisions_id_demarche_id_key")),
    )
    op.create_index(op.f("revisions_demarche_id_idx"), "revisions", ["demarche_id"], unique=False)
    op.create_index(
        "revisions_un_brouillon_key",
        "revisions",
        ["demarche_id"],
        unique=True,
        postgresql_where=sa.text("publiee_le IS NULL"),
    )
    op.create_table(
        "affectations",
        sa.Column("groupe_instructeur_id", sa.BigInteger(), nullable=False),
        sa.Column("instructeur_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["groupe_instructeur_id"],
            ["groupes_instructeurs.id"],
            name=op.f("affectations_groupe_instructeur_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instructeur_id"], ["instructeurs.id"], name=op.f("affectations_instructeur_id_fkey")
        ),
        sa.PrimaryKeyConstraint(
            "groupe_instructeur_id", "instructeur_id", name=op.f("affectations_pkey")
        ),
    )
    op.create_index(
        op.f("affectations_instructeur_id_idx"), "affectations", ["instructeur_id"], unique=False
    )
    op.create_table(
        "types_de_champ",
        sa.Column("revision_id", sa.BigInteger(), nullable=False),
        sa.Column("stable_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("prive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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
        sa.Column("libelle", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("obligatoire", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "condition", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "options",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "NOT (obligatoire AND type_champ IN ('header_section', 'explication'))",
            name=op.f("types_de_champ_non_remplissable_facultatif_check"),
        ),
        sa.CheckConstraint(
            "prive OR type_champ <> 'engagement_juridique'",
            name=op.f("types_de_champ_engagement_juridique_prive_check"),
        ),
        sa.CheckConstraint("parent_id <> stable_id", name=op.f("types_de_champ_parent_check")),
        sa.ForeignKeyConstraint(
            ["revision_id", "parent_id"],
            ["types_de_champ.revision_id", "types_de_champ.stable_id"],
            name=op.f("types_de_champ_revision_id_parent_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("types_de_champ_revision_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", "stable_id", name=op.f("types_de_champ_pkey")),
    )
    op.create_index(
        op.f("types_de_champ_revision_id_parent_id_prive_position_idx"),
        "types_de_champ",
        ["revision_id", "parent_id", "prive", "position"],
        unique=False,
    )
