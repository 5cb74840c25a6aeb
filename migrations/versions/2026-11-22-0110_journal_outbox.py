"""The kernel of writes: journal, outbox, tasks, idempotency; and dossiers that programs make."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220110"
down_revision = "202611212316"

OPERATIONS = (
    "accepter",
    "archiver",
    "changer_groupe_instructeur",
    "classer_sans_suite",
    "demander_a_completer",
    "demander_un_avis",
    "demander_une_correction",
    "deposer",
    "desarchiver",
    "modifier_annotation",
    "passer_en_instruction",
    "prolonger",
    "purger",
    "refuser",
    "repasser_en_construction",
    "repasser_en_instruction",
    "restaurer",
    "supprimer",
    "transferer",
)

# A row of the journal may lose its content when its dossier is purged, and nothing else, ever.
IMMUABLE = """
    CREATE FUNCTION journal_immuable() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND NEW.contenu IS NULL
         AND (NEW.demarche_id, NEW.rang, NEW.dossier_id, NEW.operation, NEW.automatique, NEW.le,
              NEW.empreinte_contenu, NEW.precedente, NEW.empreinte)
           = (OLD.demarche_id, OLD.rang, OLD.dossier_id, OLD.operation, OLD.automatique, OLD.le,
              OLD.empreinte_contenu, OLD.precedente, OLD.empreinte) THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'journal: a row is never changed nor deleted';
    END $$
"""


def upgrade() -> None:
    _journal()
    _suites()
    _dossiers_par_programme()


def _dossiers_par_programme() -> None:
    """Who may go on writing a draft: its maker. Older dossiers were all made by their usagers."""
    op.add_column(
        "dossiers", sa.Column("cree_par_administrateur_id", sa.BigInteger(), nullable=True)
    )
    op.create_foreign_key(
        op.f("dossiers_cree_par_administrateur_id_fkey"),
        "dossiers",
        "administrateurs",
        ["cree_par_administrateur_id"],
        ["id"],
        ondelete="SET NULL",
        postgresql_not_valid=True,
    )


def _journal() -> None:
    op.create_table(
        "fils",
        sa.Column("demarche_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rang", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("dernier_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("demarche_id", name=op.f("fils_pkey")),
    )
    op.create_table(
        "journal",
        sa.Column("demarche_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rang", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "operation",
            sa.Enum(*OPERATIONS, name="operation", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("automatique", sa.Boolean(), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contenu", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("empreinte_contenu", sa.LargeBinary(), nullable=False),
        sa.Column("precedente", sa.LargeBinary(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(empreinte) = 32", name=op.f("journal_empreinte_check")),
        sa.CheckConstraint("rang > 0", name=op.f("journal_rang_check")),
        sa.PrimaryKeyConstraint("demarche_id", "rang", name=op.f("journal_pkey")),
    )  # fmt: skip
    op.create_index("journal_dossier_idx", "journal", ["dossier_id", "rang"])
    op.execute(IMMUABLE)
    op.execute(
        "CREATE TRIGGER journal_immuable BEFORE UPDATE OR DELETE ON journal "
        "FOR EACH ROW EXECUTE FUNCTION journal_immuable()"
    )
    op.execute(
        "CREATE TRIGGER journal_jamais_vide BEFORE TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_immuable()"
    )


def _suites() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("donnees", postgresql.JSONB(), nullable=False),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        sa.Column("tentatives", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_pkey")),
    )
    op.create_table(
        "travaux",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(), nullable=False),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        _instant("pas_avant", server_default=sa.text("now()"), nullable=False),
        _instant("sonne_le", nullable=True),
        sa.Column("tentatives", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _instant("fait_le", nullable=True),
        _instant("ecarte_le", nullable=True),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("travaux_pkey")),
    )
    op.create_index(
        "travaux_a_faire_idx",
        "travaux",
        ["pas_avant", "id"],
        postgresql_where=sa.text("fait_le IS NULL AND ecarte_le IS NULL"),
    )
    op.create_index(
        "travaux_ecartes_idx", "travaux", ["id"], postgresql_where=sa.text("ecarte_le IS NOT NULL")
    )
    op.create_index(
        "travaux_faits_idx", "travaux", ["fait_le"], postgresql_where=sa.text("fait_le IS NOT NULL")
    )
    op.create_table(
        "echeances",
        sa.Column("travail", sa.Text(), nullable=False),
        _instant("due_le", nullable=False),
        _instant("vue_le", server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("travail", "due_le", name=op.f("echeances_pkey")),
    )
    op.create_table(
        "demandes_idempotentes",
        sa.Column("porteur", sa.Text(), nullable=False),
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("resultats", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("corps", sa.LargeBinary(), nullable=True),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "octet_length(empreinte) = 32", name=op.f("demandes_idempotentes_empreinte_check")
        ),
        sa.PrimaryKeyConstraint("porteur", "cle", name=op.f("demandes_idempotentes_pkey")),
    )


def _instant(name: str, **options: object) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)  # type: ignore[arg-type]
