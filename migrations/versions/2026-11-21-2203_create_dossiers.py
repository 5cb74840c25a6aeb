"""Dossiers, and the traces of those that are gone."""

import sqlalchemy as sa
from alembic import op

revision = "202611212203"
down_revision = "202611212202"


def upgrade() -> None:
    op.create_table(
        "dossiers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=False),
        sa.Column("revision_deposee_id", sa.BigInteger(), nullable=True),
        sa.Column("groupe_instructeur_id", sa.BigInteger(), nullable=True),
        sa.Column("groupe_force", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("groupe_modifie_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("usager_id", sa.BigInteger(), nullable=True),
        sa.Column("usager_supprime_email", sa.Text(), nullable=True),
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
            server_default="brouillon",
            nullable=False,
        ),
        sa.Column("motivation", sa.Text(), nullable=True),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "modifie_le",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("depose_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("en_construction_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("en_instruction_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("traite_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "conservation_extension",
            sa.Interval(),
            server_default=sa.text("interval '0'"),
            nullable=False,
        ),
        sa.Column("declaratif_declenche_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_sva_svr_le", sa.Date(), nullable=True),
        sa.Column("decision_sva_svr_declenchee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("archive_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive_par", sa.Text(), nullable=True),
        sa.Column("apercu", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("cache_par_usager_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cache_par_administration_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cache_par_expiration_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cache_raison",
            sa.Enum(
                "expired",
                "instructeur_request",
                "manager_request",
                "not_modified_for_a_long_time",
                "procedure_removed",
                "user_expired",
                "user_removed",
                "user_request",
                name="raisonsuppression",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("pour_un_tiers", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("mandataire_prenom", sa.Text(), nullable=True),
        sa.Column("mandataire_nom", sa.Text(), nullable=True),
        sa.Column("prefilled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("jeton_prefill", sa.Text(), nullable=True),
        sa.Column("dossier_parent_id", sa.BigInteger(), nullable=True),
        sa.Column("identite_modifiee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("champs_modifies_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annotations_modifiees_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("avis_modifies_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("messages_modifies_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "visible_par_administration",
            sa.Boolean(),
            sa.Computed(
                "\n    state <> 'brouillon'\n    AND cache_par_administration_le IS NULL\n    AND cache_par_expiration_le IS NULL\n    AND ((cache_par_usager_le IS NULL AND NOT apercu) OR state <> 'en_construction')\n",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "suppression_en_attente_le",
            sa.DateTime(timezone=True),
            sa.Computed(
                "\n    CASE state\n      WHEN 'brouillon' THEN NULL\n      WHEN 'en_construction' THEN coalesce(cache_par_usager_le, cache_par_administration_le)\n      ELSE cache_par_administration_le\n    END\n",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "NOT archive OR state IN ('accepte', 'refuse', 'sans_suite')",
            name=op.f("dossiers_archive_traite_check"),
        ),
        sa.CheckConstraint(
            "cache_par_expiration_le IS NULL OR state <> 'en_instruction'",
            name=op.f("dossiers_n_expire_pas_en_instruction_check"),
        ),
        sa.CheckConstraint(
            "state = 'brouillon' OR (depose_le IS NOT NULL AND en_construction_le IS NOT NULL AND groupe_instructeur_id IS NOT NULL)",
            name=op.f("dossiers_depose_check"),
        ),
        sa.CheckConstraint(
            "state IN ('brouillon', 'en_construction') OR en_instruction_le IS NOT NULL",
            name=op.f("dossiers_instruit_check"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepte', 'refuse', 'sans_suite') OR traite_le IS NOT NULL",
            name=op.f("dossiers_traite_check"),
        ),
        sa.CheckConstraint(
            "pour_un_tiers = (mandataire_nom IS NOT NULL)", name=op.f("dossiers_mandataire_check")
        ),
        sa.CheckConstraint(
            "usager_id IS NULL OR usager_supprime_email IS NULL", name=op.f("dossiers_usager_check")
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"], ["demarches.id"], name=op.f("dossiers_demarche_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_parent_id"],
            ["dossiers.id"],
            name=op.f("dossiers_dossier_parent_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["groupe_instructeur_id", "demarche_id"],
            ["groupes_instructeurs.id", "groupes_instructeurs.demarche_id"],
            name=op.f("dossiers_groupe_instructeur_id_demarche_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_deposee_id"],
            ["revisions.id"],
            name=op.f("dossiers_revision_deposee_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id", "demarche_id"],
            ["revisions.id", "revisions.demarche_id"],
            name=op.f("dossiers_revision_id_demarche_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["usager_id"], ["comptes.id"], name=op.f("dossiers_usager_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("dossiers_pkey")),
        sa.UniqueConstraint("jeton_prefill", name=op.f("dossiers_jeton_prefill_key")),
    )
    op.create_index(
        "dossiers_demarche_depose_idx",
        "dossiers",
        ["demarche_id", "depose_le", "id"],
        unique=False,
        postgresql_where=sa.text("visible_par_administration"),
    )
    op.create_index(
        "dossiers_demarche_en_attente_idx",
        "dossiers",
        ["demarche_id", "suppression_en_attente_le", "id"],
        unique=False,
        postgresql_where=sa.text("suppression_en_attente_le IS NOT NULL"),
    )
    op.create_index(
        "dossiers_demarche_modifie_idx",
        "dossiers",
        ["demarche_id", "modifie_le", "id"],
        unique=False,
        postgresql_where=sa.text("visible_par_administration"),
    )
    op.create_index(
        "dossiers_demarche_state_idx",
        "dossiers",
        ["demarche_id", "state", "depose_le", "id"],
        unique=False,
        postgresql_where=sa.text("visible_par_administration"),
    )
    op.create_index(
        "dossiers_groupe_depose_idx",
        "dossiers",
        ["groupe_instructeur_id", "depose_le", "id"],
        unique=False,
        postgresql_where=sa.text("visible_par_administration"),
    )
    op.create_index(
        "dossiers_groupe_en_attente_idx",
        "dossiers",
        ["groupe_instructeur_id", "suppression_en_attente_le", "id"],
        unique=False,
        postgresql_where=sa.text("suppression_en_attente_le IS NOT NULL"),
    )
    op.create_index(
        "dossiers_groupe_modifie_idx",
        "dossiers",
        ["groupe_instructeur_id", "modifie_le", "id"],
        unique=False,
        postgresql_where=sa.text("visible_par_administration"),
    )
    op.create_index(
        "dossiers_groupe_state_idx",
        "dossiers",
        ["groupe_instructeur_id", "state", "depose_le", "id"],
        unique=False,
        postgresql_where=sa.text("visible_par_administration"),
    )
    op.create_index("dossiers_revision_idx", "dossiers", ["revision_id"], unique=False)
    op.create_index("dossiers_usager_idx", "dossiers", ["usager_id"], unique=False)
    op.create_table(
        "dossiers_supprimes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_number", sa.BigInteger(), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=True),
        sa.Column("groupe_instructeur_id", sa.BigInteger(), nullable=True),
        sa.Column("usager_id", sa.BigInteger(), nullable=True),
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
        sa.Column(
            "raison",
            sa.Enum(
                "expired",
                "instructeur_request",
                "manager_request",
                "not_modified_for_a_long_time",
                "procedure_removed",
                "user_expired",
                "user_removed",
                "user_request",
                name="raisonsuppression",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("supprime_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("depose_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("dossiers_supprimes_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["groupe_instructeur_id"],
            ["groupes_instructeurs.id"],
            name=op.f("dossiers_supprimes_groupe_instructeur_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("dossiers_supprimes_revision_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["usager_id"],
            ["comptes.id"],
            name=op.f("dossiers_supprimes_usager_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("dossiers_supprimes_pkey")),
        sa.UniqueConstraint("dossier_number", name=op.f("dossiers_supprimes_dossier_number_key")),
    )
    op.create_index(
        "dossiers_supprimes_demarche_idx",
        "dossiers_supprimes",
        ["demarche_id", "supprime_le", "id"],
        unique=False,
    )
    op.create_index(
        "dossiers_supprimes_groupe_idx",
        "dossiers_supprimes",
        ["groupe_instructeur_id", "supprime_le", "id"],
        unique=False,
    )
