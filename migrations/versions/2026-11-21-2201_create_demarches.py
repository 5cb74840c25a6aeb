"""Démarches, what they hang on, and the tokens that read them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611212201"
down_revision = "202611212200"


def upgrade() -> None:
    op.create_table(
        "zones",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("acronyme", sa.Text(), nullable=False),
        sa.Column("libelle", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("zones_pkey")),
        sa.UniqueConstraint("acronyme", name=op.f("zones_acronyme_key")),
    )
    op.create_table(
        "jetons",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("administrateur_id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ecriture", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("demarches", postgresql.ARRAY(sa.BigInteger()), nullable=True),
        sa.Column(
            "reseaux",
            postgresql.ARRAY(postgresql.CIDR()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("expire_le", sa.Date(), nullable=True),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("revoque_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("derniere_utilisation_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "adresses_vues",
            postgresql.ARRAY(postgresql.INET()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("prefixe", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["administrateur_id"],
            ["administrateurs.id"],
            name=op.f("jetons_administrateur_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("jetons_pkey")),
    )
    op.create_index(
        op.f("jetons_administrateur_id_idx"), "jetons", ["administrateur_id"], unique=False
    )
    op.create_table(
        "services",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("administrateur_id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("organisme", sa.Text(), nullable=False),
        sa.Column(
            "type_organisme",
            sa.Enum(
                "administration_centrale",
                "association",
                "autre",
                "collectivite_territoriale",
                "etablissement_enseignement",
                "operateur_d_etat",
                "service_deconcentre_de_l_etat",
                name="typeorganisme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("siret", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("horaires", sa.Text(), nullable=True),
        sa.Column("adresse", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["administrateur_id"],
            ["administrateurs.id"],
            name=op.f("services_administrateur_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("services_pkey")),
        sa.UniqueConstraint(
            "administrateur_id", "nom", name=op.f("services_administrateur_id_nom_key")
        ),
    )
    op.create_table(
        "demarches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("libelle", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "brouillon",
                "publiee",
                "close",
                "depubliee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="brouillon",
            nullable=False,
        ),
        sa.Column("pour_individu", sa.Boolean(), nullable=False),
        sa.Column("opendata", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "declarative",
            sa.Enum(
                "en_instruction",
                "accepte",
                name="declarative",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "sva_svr", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "duree_conservation", sa.BigInteger(), server_default=sa.text("12"), nullable=False
        ),
        sa.Column("service_id", sa.BigInteger(), nullable=True),
        sa.Column("lien_site_web", sa.Text(), nullable=True),
        sa.Column("lien_notice", sa.Text(), nullable=True),
        sa.Column("lien_dpo", sa.Text(), nullable=True),
        sa.Column("cadre_juridique", sa.Text(), nullable=True),
        sa.Column(
            "tags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "chorus",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "options",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "attestations",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "modifiee_le",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("publiee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fermee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("depubliee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supprimee_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("btrim(libelle) <> ''", name=op.f("demarches_libelle_check")),
        sa.CheckConstraint(
            "etat <> 'close' OR fermee_le IS NOT NULL", name=op.f("demarches_close_datee_check")
        ),
        sa.CheckConstraint(
            "etat <> 'depubliee' OR depubliee_le IS NOT NULL",
            name=op.f("demarches_depubliee_datee_check"),
        ),
        sa.CheckConstraint(
            "etat = 'brouillon' OR publiee_le IS NOT NULL",
            name=op.f("demarches_publiee_datee_check"),
        ),
        sa.CheckConstraint(
            "declarative IS NULL OR sva_svr IS NULL",
            name=op.f("demarches_declarative_ou_sva_svr_check"),
        ),
        sa.CheckConstraint(
            "duree_conservation BETWEEN 1 AND 60", name=op.f("demarches_duree_conservation_check")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("demarches_service_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("demarches_pkey")),
    )
    op.create_index(op.f("demarches_service_id_idx"), "demarches", ["service_id"], unique=False)
    op.create_table(
        "chemins",
        sa.Column("chemin", sa.Text(), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("chemin = lower(btrim(chemin))", name=op.f("chemins_normalise_check")),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("chemins_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chemin", name=op.f("chemins_pkey")),
    )
    op.create_index(op.f("chemins_demarche_id_idx"), "chemins", ["demarche_id"], unique=False)
    op.create_table(
        "demarches_administrateurs",
        sa.Column("administrateur_id", sa.BigInteger(), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["administrateur_id"],
            ["administrateurs.id"],
            name=op.f("demarches_administrateurs_administrateur_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("demarches_administrateurs_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "administrateur_id", "demarche_id", name=op.f("demarches_administrateurs_pkey")
        ),
    )
    op.create_index(
        op.f("demarches_administrateurs_demarche_id_idx"),
        "demarches_administrateurs",
        ["demarche_id"],
        unique=False,
    )
    op.create_table(
        "demarches_zones",
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("zone_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("demarches_zones_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zones.id"], name=op.f("demarches_zones_zone_id_fkey")
        ),
        sa.PrimaryKeyConstraint("demarche_id", "zone_id", name=op.f("demarches_zones_pkey")),
    )
