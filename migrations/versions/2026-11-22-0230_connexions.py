"""Accounts: second factors, identities of others, addresses to confirm, and who signed in when. New tables,
and columns without a value: nothing is rewritten."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611220230"
down_revision = "202611220220"

MOYENS = ("mot_de_passe", "lien", "pro_connect", "france_connect")
USAGES = ("inscription", "changement", "rattachement")


def upgrade() -> None:
    op.create_table(
        "seconds_facteurs",
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _instant("cree_le", maintenant=True),
        _instant("confirme_le"),
        sa.Column("dernier_pas", sa.BigInteger(), nullable=True),
        _compte("seconds_facteurs"),
        sa.PrimaryKeyConstraint("compte_id", name=op.f("seconds_facteurs_pkey")),
    )
    op.create_table(
        "codes_de_secours",
        _numero(),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        _instant("utilise_le"),
        _empreinte("codes_de_secours"),
        _compte("codes_de_secours"),
        sa.PrimaryKeyConstraint("id", name=op.f("codes_de_secours_pkey")),
    )
    op.create_index("codes_de_secours_compte_id_idx", "codes_de_secours", ["compte_id"])
    op.create_table(
        "identites_pro_connect",
        _numero(),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column("sujet", sa.Text(), nullable=False),
        _instant("cree_le", maintenant=True),
        _compte("identites_pro_connect"),
        sa.PrimaryKeyConstraint("id", name=op.f("identites_pro_connect_pkey")),
        sa.UniqueConstraint("sujet", name=op.f("identites_pro_connect_sujet_key")),
    )
    op.create_index("identites_pro_connect_compte_id_idx", "identites_pro_connect", ["compte_id"])
    for colonne in (
        sa.Column("genre", sa.Text(), nullable=True),
        sa.Column("nom", sa.Text(), nullable=True),
        sa.Column("prenoms", sa.Text(), nullable=True),
        sa.Column("date_naissance", sa.Date(), nullable=True),
    ):
        op.add_column("identites_france_connect", colonne)
    _creer_sessions_federees()
    _creer_adresses()
    _creer_connexions()


def _creer_sessions_federees() -> None:
    op.create_table(
        "sessions_federees",
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        _enum("fournisseur", MOYENS, "moyen"),
        sa.Column("preuve", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("sessions_federees_session_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("sessions_federees_pkey")),
    )  # fmt: skip


def _creer_adresses() -> None:
    table = "adresses_a_confirmer"
    op.create_table(
        table,
        _numero(),
        _enum("usage", USAGES, "aconfirmer"),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=True),
        sa.Column("identite", postgresql.JSONB(), nullable=True),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        _instant("cree_le", maintenant=True),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        _instant("utilise_le"),
        _empreinte(table),
        sa.CheckConstraint(
            "(usage = 'changement') = (compte_id IS NOT NULL)", name=op.f(f"{table}_compte_check")
        ),
        sa.CheckConstraint(
            "(usage = 'rattachement') = (identite IS NOT NULL)",
            name=op.f(f"{table}_identite_check"),
        ),
        _compte(table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
        sa.UniqueConstraint("empreinte", name=op.f(f"{table}_empreinte_key")),
    )
    op.create_index(f"{table}_compte_id_idx", table, ["compte_id"])
    op.create_index(f"{table}_email_idx", table, ["email"])


def _creer_connexions() -> None:
    op.create_table(
        "connexions",
        _numero(),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        _enum("moyen", MOYENS, "moyen"),
        sa.Column("second_facteur", sa.Boolean(), nullable=False),
        sa.Column("navigateur", sa.Text(), server_default="", nullable=False),
        sa.Column("adresse", postgresql.INET(), nullable=False),
        _instant("le", maintenant=True),
        _compte("connexions"),
        sa.PrimaryKeyConstraint("id", name=op.f("connexions_pkey")),
    )
    op.create_index("connexions_compte_idx", "connexions", ["compte_id", sa.text("id DESC")])


def _numero() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _instant(nom: str, *, maintenant: bool = False) -> sa.Column[object]:
    defaut = sa.text("now()") if maintenant else None
    return sa.Column(
        nom, sa.DateTime(timezone=True), server_default=defaut, nullable=not maintenant
    )


def _enum(nom: str, membres: tuple[str, ...], contrainte: str) -> sa.Column[str]:
    return sa.Column(
        nom,
        sa.Enum(
            *membres, name=contrainte, native_enum=False, create_constraint=True, length=40
        ),
        nullable=False,
    )  # fmt: skip


def _empreinte(table: str) -> sa.Constraint:
    return sa.CheckConstraint("octet_length(empreinte) = 32", name=op.f(f"{table}_empreinte_check"))


def _compte(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["compte_id"], ["comptes.id"], name=op.f(f"{table}_compte_id_fkey"), ondelete="CASCADE"
    )
