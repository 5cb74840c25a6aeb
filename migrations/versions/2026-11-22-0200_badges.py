"""Badges, and what each instructeur wants to be told. New tables only: nothing is locked."""

import sqlalchemy as sa
from alembic import op

revision = "202611220200"
down_revision = "202611220192"

TYPES = (
    "dossier_depose",
    "dossier_expirant",
    "dossier_suppression",
    "dossier_modifie",
    "message",
    "annotation_instructeur",
    "avis_externe",
    "attente_correction",
    "attente_reponse",
    "attente_avis",
)
PORTEES = ("tous", "suivis", "aucun")
REGLABLES = {
    "dossier_depose": "tous",
    "dossier_modifie": "suivis",
    "message": "suivis",
    "annotation_instructeur": "suivis",
    "avis_externe": "suivis",
    "attente_correction": "suivis",
    "attente_reponse": "suivis",
    "attente_avis": "suivis",
}
COURRIELS = {
    "courriel_nouveau_dossier": "false",
    "courriel_nouveau_message": "false",
    "courriel_nouvel_avis": "false",
    "courriel_quotidien": "false",
    "courriel_hebdomadaire": "false",
    "courriel_expiration": "true",
    "courriel_expire": "true",
    "courriel_suppression": "true",
}


def upgrade() -> None:
    op.create_table(
        "badges",
        _numero("dossier_id"),
        _numero("instructeur_id"),
        sa.Column("type", _choix("typebadge", TYPES), nullable=False),
        _maintenant("cree_le"),
        _maintenant("affiche_le"),
        _vers("badges", "dossier_id", "dossiers.id", ondelete="CASCADE"),
        _vers("badges", "instructeur_id", "instructeurs.id"),
        sa.PrimaryKeyConstraint("dossier_id", "instructeur_id", "type", name=op.f("badges_pkey")),
    )
    op.create_index(
        "badges_instructeur_idx",
        "badges",
        ["instructeur_id", "dossier_id"],
        postgresql_include=["type", "affiche_le"],
    )
    op.create_table(
        "preferences",
        _numero("instructeur_id"),
        _numero("demarche_id"),
        *(
            sa.Column(nom, _choix(nom, PORTEES), server_default=defaut, nullable=False)
            for nom, defaut in REGLABLES.items()
        ),
        *(
            sa.Column(nom, sa.Boolean(), server_default=sa.text(defaut), nullable=False)
            for nom, defaut in COURRIELS.items()
        ),
        sa.CheckConstraint(
            "dossier_depose <> 'suivis'", name=op.f("preferences_dossier_depose_sans_suivi_check")
        ),
        _vers("preferences", "instructeur_id", "instructeurs.id"),
        _vers("preferences", "demarche_id", "demarches.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("instructeur_id", "demarche_id", name=op.f("preferences_pkey")),
    )
    op.create_index(op.f("preferences_demarche_id_idx"), "preferences", ["demarche_id"])


def _numero(nom: str) -> sa.Column[int]:
    return sa.Column(nom, sa.BigInteger(), nullable=False)


def _choix(nom: str, choix: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*choix, name=nom, native_enum=False, create_constraint=True, length=40)


def _maintenant(nom: str) -> sa.Column[object]:
    return sa.Column(
        nom, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _vers(
    table: str, colonne: str, cible: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [colonne], [cible], ondelete=ondelete, name=op.f(f"{table}_{colonne}_fkey")
    )
