"""What is said about a dossier, and the files."""

import sqlalchemy as sa
from alembic import op

revision = "202611212207"
down_revision = "202611212206"


def upgrade() -> None:
    op.create_table(
        "experts_demarches",
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("acces_decision", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("revoque_le", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("experts_demarches_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("experts_demarches_expert_id_fkey")
        ),
        sa.PrimaryKeyConstraint("expert_id", "demarche_id", name=op.f("experts_demarches_pkey")),
    )
    op.create_table(
        "avis",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("instructeur_id", sa.BigInteger(), nullable=True),
        sa.Column("expert_demandeur_id", sa.BigInteger(), nullable=True),
        sa.Column("introduction", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("question_reponse", sa.Boolean(), nullable=True),
        sa.Column("reponse", sa.Text(), nullable=True),
        sa.Column("confidentiel", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("repondu_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoque_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(instructeur_id, expert_demandeur_id) = 1",
            name=op.f("avis_demandeur_check"),
        ),
        sa.CheckConstraint(
            "question_reponse IS NULL OR question IS NOT NULL", name=op.f("avis_question_check")
        ),
        sa.CheckConstraint(
            "reponse IS NULL OR repondu_le IS NOT NULL", name=op.f("avis_repondu_check")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("avis_dossier_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["expert_demandeur_id"], ["experts.id"], name=op.f("avis_expert_demandeur_id_fkey")
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["experts.id"], name=op.f("avis_expert_id_fkey")),
        sa.ForeignKeyConstraint(
            ["instructeur_id"], ["instructeurs.id"], name=op.f("avis_instructeur_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("avis_pkey")),
    )
    op.create_index("avis_dossier_idx", "avis", ["dossier_id", "cree_le", "id"], unique=False)
    op.create_index("avis_expert_idx", "avis", ["expert_id", "dossier_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("usager_id", sa.BigInteger(), nullable=True),
        sa.Column("instructeur_id", sa.BigInteger(), nullable=True),
        sa.Column("expert_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("supprime_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "supprime_le IS NULL OR corps = ''", name=op.f("messages_supprime_vide_check")
        ),
        sa.CheckConstraint(
            "num_nonnulls(usager_id, instructeur_id, expert_id) <= 1",
            name=op.f("messages_auteur_check"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("messages_dossier_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name=op.f("messages_expert_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["instructeur_id"], ["instructeurs.id"], name=op.f("messages_instructeur_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["usager_id"], ["comptes.id"], name=op.f("messages_usager_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_pkey")),
    )
    op.create_index(
        "messages_dossier_idx", "messages", ["dossier_id", "cree_le", "id"], unique=False
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "raison",
            sa.Enum(
                "incomplete",
                "incorrect",
                "outdated",
                name="raisoncorrection",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="incorrect",
            nullable=False,
        ),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("resolue_le", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("corrections_dossier_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("corrections_message_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("corrections_pkey")),
        sa.UniqueConstraint("message_id", name=op.f("corrections_message_id_key")),
    )
    op.create_index(op.f("corrections_dossier_id_idx"), "corrections", ["dossier_id"], unique=False)
    op.create_index(
        "corrections_une_en_attente_key",
        "corrections",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("resolue_le IS NULL"),
    )
    op.create_table(
        "fichiers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("type_mime", sa.Text(), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("md5", sa.Text(), nullable=False),
        sa.Column(
            "analyse",
            sa.Enum(
                "pending",
                "safe",
                "infected",
                "integrity_error",
                name="analyse",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="pending",
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "piece",
                "justificatif",
                "attestation",
                "logo",
                "notice",
                "deliberation",
                "modele",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="piece",
            nullable=False,
        ),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("champ_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("avis_id", sa.BigInteger(), nullable=True),
        sa.Column("dossier_id", sa.BigInteger(), nullable=True),
        sa.Column("demarche_id", sa.BigInteger(), nullable=True),
        sa.Column("revision_id", sa.BigInteger(), nullable=True),
        sa.Column("stable_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(champ_id, message_id, avis_id) <= 1",
            name=op.f("fichiers_une_place_check"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(dossier_id, demarche_id, revision_id) <= 1",
            name=op.f("fichiers_un_proprietaire_check"),
        ),
        sa.CheckConstraint("taille >= 0", name=op.f("fichiers_taille_check")),
        sa.ForeignKeyConstraint(
            ["avis_id"], ["avis.id"], name=op.f("fichiers_avis_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["champ_id"], ["champs.id"], name=op.f("fichiers_champ_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("fichiers_demarche_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("fichiers_dossier_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fichiers_message_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id", "stable_id"],
            ["types_de_champ.revision_id", "types_de_champ.stable_id"],
            name=op.f("fichiers_revision_id_stable_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("fichiers_pkey")),
        sa.UniqueConstraint("cle", name=op.f("fichiers_cle_key")),
    )
    op.create_index(
        "fichiers_avis_idx",
        "fichiers",
        ["avis_id"],
        unique=False,
        postgresql_where="avis_id IS NOT NULL",
    )
    op.create_index(
        "fichiers_champ_idx",
        "fichiers",
        ["champ_id"],
        unique=False,
        postgresql_where="champ_id IS NOT NULL",
    )
    op.create_index(
        "fichiers_demarche_idx",
        "fichiers",
        ["demarche_id"],
        unique=False,
        postgresql_where="demarche_id IS NOT NULL",
    )
    op.create_index(
        "fichiers_dossier_idx",
        "fichiers",
        ["dossier_id"],
        unique=False,
        postgresql_where="dossier_id IS NOT NULL",
    )
    op.create_index(
        "fichiers_message_idx",
        "fichiers",
        ["message_id"],
        unique=False,
        postgresql_where="message_id IS NOT NULL",
    )
    op.create_index(
        "fichiers_modele_idx",
        "fichiers",
        ["revision_id", "stable_id"],
        unique=False,
        postgresql_where="revision_id IS NOT NULL",
    )
