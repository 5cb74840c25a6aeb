"""Web hooks: who is told of what, and the journal of deliveries. New tables only."""

import sqlalchemy as sa
from alembic import op

revision = "202611220160"
down_revision = "202611220150"

FORMES = ("ds", "signee")
ETATS = ("en_attente", "livree", "abandonnee")
STATES = ("brouillon", "en_construction", "en_instruction", "accepte", "refuse", "sans_suite")


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        _choix("forme", FORMES, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("libelle", sa.Text(), nullable=True),
        sa.Column("sel", sa.Text(), nullable=True),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("dernier_rang", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _instant("pris_jusqu_a", nullable=True),
        _instant("desactive_le", nullable=True),
        sa.Column("motif", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(forme = 'signee') = (sel IS NOT NULL)", name=op.f("webhooks_sel_check")
        ),
        sa.CheckConstraint(
            "(desactive_le IS NULL) = (motif IS NULL)", name=op.f("webhooks_motif_check")
        ),
        sa.ForeignKeyConstraint(
            ["demarche_id"],
            ["demarches.id"],
            name=op.f("webhooks_demarche_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhooks_pkey")),
    )
    op.create_index("webhooks_demarche_idx", "webhooks", ["demarche_id"])
    op.create_index(
        "webhooks_ds_key",
        "webhooks",
        ["demarche_id"],
        unique=True,
        postgresql_where=sa.text("forme = 'ds'"),
    )
    op.create_table(
        "livraisons",
        sa.Column("webhook_id", sa.BigInteger(), nullable=False),
        sa.Column("rang", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("evenement_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        _choix("state", STATES, nullable=False),
        _instant("survenu_le", nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        _choix("etat", ETATS, server_default="en_attente", nullable=False),
        sa.Column("essais", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _instant("prochain_essai_le", server_default=sa.text("now()"), nullable=False),
        _instant("dernier_essai_le", nullable=True),
        sa.Column("dernier_statut", sa.BigInteger(), nullable=True),
        sa.Column("derniere_erreur", sa.Text(), nullable=True),
        _instant("livree_le", nullable=True),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("livraisons_webhook_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webhook_id", "rang", name=op.f("livraisons_pkey")),
        sa.UniqueConstraint("evenement_id", name=op.f("livraisons_evenement_id_key")),
    )
    op.create_index(
        "livraisons_a_livrer_idx",
        "livraisons",
        ["webhook_id", "rang"],
        postgresql_where=sa.text("etat = 'en_attente'"),
    )
    op.create_index("livraisons_cree_le_idx", "livraisons", ["cree_le"])


def _instant(name: str, **options: object) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)  # type: ignore[arg-type]


def _choix(name: str, members: tuple[str, ...], **options: object) -> sa.Column[object]:
    kind = sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, **options)  # type: ignore[arg-type]
