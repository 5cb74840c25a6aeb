"""Avis: what experts want to be told, and the file that goes with a question.

Columns with a constant default rewrite nothing. The check on roles is replaced by a wider one, which every
row meets already: it is added without looking at them, then validated without holding anybody up.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611220220"
down_revision = "202611220210"

ROLES = (
    "piece",
    "introduction",
    "justificatif",
    "attestation",
    "logo",
    "notice",
    "deliberation",
    "modele",
)


def upgrade() -> None:
    for colonne, defaut in (("avertir_des_avis", "true"), ("avertir_des_messages", "false")):
        op.add_column(
            "experts_demarches",
            sa.Column(colonne, sa.Boolean(), server_default=sa.text(defaut), nullable=False),
        )
    roles = ", ".join(f"'{role}'" for role in ROLES)
    op.execute(
        f"ALTER TABLE fichiers ADD CONSTRAINT fichiers_role_large CHECK (role IN ({roles})) NOT VALID"
    )
    op.execute("ALTER TABLE fichiers VALIDATE CONSTRAINT fichiers_role_large")
    op.execute("ALTER TABLE fichiers DROP CONSTRAINT fichiers_role_check")
    op.execute("ALTER TABLE fichiers RENAME CONSTRAINT fichiers_role_large TO fichiers_role_check")
