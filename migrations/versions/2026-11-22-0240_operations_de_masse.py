"""Operations on many dossiers. New tables only: nothing is locked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220240"
down_revision = "202611220230"

ACTES = (
    "suivre", "ne_plus_suivre", "passer_en_instruction", "repasser_en_construction", "accepter",
    "refuser", "classer_sans_suite", "archiver", "desarchiver", "supprimer", "restaurer", "prolonger",
    "demander_avis", "envoyer_message",
)  # fmt: skip
ISSUES = ("en_attente", "reussi", "ecarte", "echoue", "annule")


def upgrade() -> None:
    op.create_table(
        "operations_de_masse",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("demarche_id", sa.BigInteger(), nullable=False),
        sa.Column("acte", _parmi("actedemasse", ACTES), nullable=False),
        sa.Column("demande", postgresql.JSONB(), nullable=False),
        sa.Column("instructeur_id", sa.BigInteger(), nullable=False),
        sa.Column("jeton_id", sa.Uuid(), nullable=True),
        sa.Column("passage", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        _instant("cree_le", server_default=sa.text("now()"), nullable=False),
        _instant("commence_le", nullable=True),
        _instant("avance_le", server_default=sa.text("now()"), nullable=False),
        _instant("annule_le", nullable=True),
        _instant("fini_le", nullable=True),
        _instant("vu_le", nullable=True),
        sa.CheckConstraint("passage > 0", name=op.f("operations_de_masse_passage_check")),
        *(
            sa.ForeignKeyConstraint(
                [colonne], [cible], ondelete="CASCADE",
                name=op.f(f"operations_de_masse_{colonne}_fkey"),
            )
            for colonne, cible in (
                ("demarche_id", "demarches.id"),
                ("instructeur_id", "instructeurs.id"),
                ("jeton_id", "jetons.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("operations_de_masse_pkey")),
    )  # fmt: skip
    op.create_index(
        "operations_de_masse_demarche_idx", "operations_de_masse", ["demarche_id", "id"]
    )
    op.create_index(
        "operations_de_masse_instructeur_idx", "operations_de_masse", ["instructeur_id"]
    )
    op.create_index("operations_de_masse_jeton_idx", "operations_de_masse", ["jeton_id"])
    op.create_table(
        "elements_de_masse",
        sa.Column("operation_id", sa.BigInteger(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("passage", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "issue", _parmi("issue", ISSUES), server_default=sa.text("'en_attente'"), nullable=False
        ),
        sa.Column("raison", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        _instant("le", nullable=True),
        sa.CheckConstraint(
            "(issue = 'en_attente') = (le IS NULL)", name=op.f("elements_de_masse_le_check")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations_de_masse.id"], ondelete="CASCADE",
            name=op.f("elements_de_masse_operation_id_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "operation_id", "dossier_id", name=op.f("elements_de_masse_pkey")
        ),
    )  # fmt: skip
    op.create_index("elements_de_masse_dossier_idx", "elements_de_masse", ["dossier_id"])
    op.create_index(
        "elements_de_masse_un_a_la_fois_key",
        "elements_de_masse",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("issue = 'en_attente'"),
    )


def _parmi(nom: str, valeurs: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*valeurs, name=nom, native_enum=False, create_constraint=True, length=40)


def _instant(nom: str, **autres: object) -> sa.Column[object]:
    return sa.Column(nom, sa.DateTime(timezone=True), **autres)  # type: ignore[arg-type]
