"""Mails: templates of a démarche, and the rows that the mailer sends."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220120"
down_revision = "202611220110"

# What scenarios had put in settings. The columns stay: the version before this one reads them.
REPRISES = (
    """
    INSERT INTO modeles_de_courriel (demarche_id, modele, objet, corps)
    SELECT d.id, e.key, btrim(e.value ->> 'objet'), e.value ->> 'corps'
    FROM demarches d, jsonb_each(d.options) e
    WHERE e.key IN ('initiated_mail', 'received_mail', 'closed_mail', 'refused_mail',
                    'without_continuation', 're_instructed_mail')
      AND jsonb_typeof(e.value) = 'object'
      AND btrim(coalesce(e.value ->> 'objet', '')) <> ''
      AND btrim(coalesce(e.value ->> 'corps', '')) <> ''
    """,
    """
    INSERT INTO modeles_d_attestation (demarche_id, nature, version, etat, active, titre, corps, pied)
    SELECT d.id, e.key, 1, 'publie', coalesce((e.value ->> 'active')::boolean, false),
           coalesce(e.value ->> 'titre', ''), coalesce(e.value ->> 'corps', ''),
           left(coalesce(e.value ->> 'pied', ''), 190)
    FROM demarches d, jsonb_each(d.attestations) e
    WHERE e.key IN ('acceptation', 'refus') AND jsonb_typeof(e.value) = 'object'
    """,
)


def upgrade() -> None:
    op.create_table(
        "adresses_courriel",
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("verifiee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("desabonnee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refus", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("email", name=op.f("adresses_courriel_pkey")),
    )
    op.create_table(
        "courriels",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("identifiant", sa.Text(), nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("destinataire", sa.Text(), nullable=False),
        sa.Column("expediteur", sa.Text(), nullable=False),
        sa.Column("repondre_a", sa.Text(), nullable=True),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("corps_html", sa.Text(), nullable=False),
        sa.Column("corps_texte", sa.Text(), nullable=False),
        sa.Column("critique", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("hors_filtre", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("avis_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "etat",
            sa.Enum(
                "en_attente",
                "envoi",
                "envoye",
                "refuse",
                "renvoi_ambigu",
                "abandonne",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="en_attente",
            nullable=False,
        ),
        sa.Column(
            "cree_le", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("envoyer_apres", sa.DateTime(timezone=True), nullable=False),
        sa.Column("essai_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("premier_essai_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pris_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pris_par", sa.Text(), nullable=True),
        sa.Column("tentatives", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("renvois_ambigus", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("derniere_erreur", sa.Text(), nullable=True),
        sa.Column(
            "motif",
            sa.Enum(
                "delai_depasse",
                "dossier_disparu",
                "dossier_depose",
                "message_supprime",
                "compte_supprime",
                "avis_revoque",
                "destinataire_inconnu",
                "adresse_non_verifiee",
                "desabonne",
                name="motif",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("envoye_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(etat = 'abandonne') = (motif IS NOT NULL)",
            name=op.f("courriels_abandonne_motive_check"),
        ),
        sa.CheckConstraint(
            "(etat = 'envoye') = (envoye_le IS NOT NULL)", name=op.f("courriels_envoye_date_check")
        ),
        sa.CheckConstraint(
            "etat <> 'envoi' OR pris_le IS NOT NULL", name=op.f("courriels_envoi_pris_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("courriels_pkey")),
        sa.UniqueConstraint("cle", name=op.f("courriels_cle_key")),
        sa.UniqueConstraint("identifiant", name=op.f("courriels_identifiant_key")),
    )
    op.create_index(
        "courriels_a_envoyer_idx",
        "courriels",
        [sa.literal_column("critique DESC"), "essai_le", "id"],
        unique=False,
        postgresql_where=sa.text("etat IN ('en_attente', 'envoi', 'renvoi_ambigu')"),
    )
    op.create_index("courriels_dossier_idx", "courriels", ["dossier_id", "id"], unique=False)
    op.create_table(
        "modeles_de_courriel",
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "modele",
            sa.Enum(
                "initiated_mail",
                "received_mail",
                "closed_mail",
                "refused_mail",
                "without_continuation",
                "re_instructed_mail",
                name="modele",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column(
            "modifie_le",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("modeles_de_courriel_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("demarche_id", "modele", name=op.f("modeles_de_courriel_pkey")),
    )
    op.create_table(
        "modeles_d_attestation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "acceptation",
                "refus",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "brouillon",
                "publie",
                name="etatdemodele",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("titre", sa.Text(), server_default="", nullable=False),
        sa.Column("corps", sa.Text(), server_default="", nullable=False),
        sa.Column("document", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("pied", sa.Text(), server_default="", nullable=False),
        sa.Column("officielle", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("libelle_logo", sa.Text(), server_default="", nullable=False),
        sa.Column("libelle_direction", sa.Text(), server_default="", nullable=False),
        sa.Column("logo_id", sa.BigInteger(), nullable=True),
        sa.Column("signature_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "modifie_le",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "version = 2 OR etat = 'publie'", name=op.f("modeles_d_attestation_v1_publie_check")
        ),
        sa.CheckConstraint(
            "(version = 2) = (document IS NOT NULL)",
            name=op.f("modeles_d_attestation_document_check"),
        ),
        sa.CheckConstraint(
            "char_length(pied) <= 190", name=op.f("modeles_d_attestation_pied_check")
        ),
        sa.CheckConstraint("version IN (1, 2)", name=op.f("modeles_d_attestation_version_check")),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("modeles_d_attestation_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["logo_id"],
            ["fichiers.id"],
            name=op.f("modeles_d_attestation_logo_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["fichiers.id"],
            name=op.f("modeles_d_attestation_signature_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("modeles_d_attestation_pkey")),
    )
    op.create_index(
        "modeles_d_attestation_un_par_etat_key",
        "modeles_d_attestation",
        ["demarche_id", "nature", "etat"],
        unique=True,
    )
    for reprise in REPRISES:
        op.execute(reprise)
