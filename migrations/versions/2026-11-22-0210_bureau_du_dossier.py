"""What an instructeur keeps on a dossier: visits, drafts, appointments. And when a message was read.

New tables; a column that is null everywhere, for which messages are locked for an instant; an index of a
table of narrow rows, on which nobody begins to follow while it is made: a second for a million.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611220210"
down_revision = "202611220200"

ONGLETS = ("demande", "annotations", "avis", "messagerie")
STATUTS = ("en_attente", "reserve", "annule")
LIEUX = ("sur_place", "telephone", "visioconference")


def upgrade() -> None:
    op.add_column("messages", _instant("lu_le", nullable=True))
    op.create_index("suivis_dossier_idx", "suivis", ["dossier_id"])
    op.create_table(
        "visites",
        *_de_quelqu_un("visites"),
        *(_instant(f"{onglet}_le", nullable=True) for onglet in ONGLETS),
    )
    op.create_table(
        "brouillons_de_message",
        *_de_quelqu_un("brouillons_de_message"),
        sa.Column("corps", sa.Text(), nullable=False),
        _instant("modifie_le"),
        sa.CheckConstraint("corps <> ''", name=op.f("brouillons_de_message_corps_check")),
    )
    op.create_table(
        "rendez_vous",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        _numero("dossier_id"),
        _numero("instructeur_id"),
        *_ce_qu_il_est(),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("lien", sa.Text(), nullable=True),
        _instant("cree_le"),
        _instant("modifie_le"),
        sa.CheckConstraint(
            "statut <> 'reserve' OR debut_le IS NOT NULL", name=op.f("rendez_vous_reserve_check")
        ),
        _vers("rendez_vous", "dossier_id", "dossiers.id", ondelete="CASCADE"),
        _vers("rendez_vous", "instructeur_id", "instructeurs.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("rendez_vous_pkey")),
    )
    op.create_index("rendez_vous_dossier_idx", "rendez_vous", ["dossier_id", "cree_le", "id"])
    op.create_index(
        "rendez_vous_un_en_attente_key",
        "rendez_vous",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("statut = 'en_attente'"),
    )
    op.create_table(
        "etapes_de_rendez_vous",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        _numero("rendez_vous_id"),
        _instant("le"),
        sa.Column("par", sa.Text(), nullable=True),
        *_ce_qu_il_est(),
        _vers("etapes_de_rendez_vous", "rendez_vous_id", "rendez_vous.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("etapes_de_rendez_vous_pkey")),
    )
    op.create_index(
        op.f("etapes_de_rendez_vous_rendez_vous_id_idx"),
        "etapes_de_rendez_vous",
        ["rendez_vous_id"],
    )


def _ce_qu_il_est() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("statut", _choix("statut", STATUTS), nullable=False),
        _instant("debut_le", nullable=True),
        sa.Column("lieu", _choix("lieu", LIEUX), nullable=False),
        sa.Column("precisions", sa.Text(), nullable=False),
    )


def _de_quelqu_un(table: str) -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """One row for each instructeur and dossier."""
    return (
        _numero("dossier_id"),
        _numero("instructeur_id"),
        _vers(table, "dossier_id", "dossiers.id", ondelete="CASCADE"),
        _vers(table, "instructeur_id", "instructeurs.id"),
        sa.PrimaryKeyConstraint("dossier_id", "instructeur_id", name=op.f(f"{table}_pkey")),
    )


def _numero(nom: str) -> sa.Column[int]:
    return sa.Column(nom, sa.BigInteger(), nullable=False)


def _instant(nom: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(nom, sa.DateTime(timezone=True), nullable=nullable)


def _choix(nom: str, choix: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*choix, name=nom, native_enum=False, create_constraint=True, length=40)


def _vers(
    table: str, colonne: str, cible: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [colonne], [cible], ondelete=ondelete, name=op.f(f"{table}_{colonne}_fkey")
    )
