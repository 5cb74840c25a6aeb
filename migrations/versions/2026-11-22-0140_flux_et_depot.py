"""Streams of answers: which ones there are, and the history of annotations."""

from alembic import op

revision = "202611220140"
down_revision = "202611220130"

# The version before writes nothing that these refuse: it knows of « main » alone.
FLUX = "flux IN ('main', 'user:buffer', 'instructeur:buffer') OR flux LIKE 'history:_%'"
SANS_TAMPON = "NOT prive OR flux NOT LIKE '%buffer'"
CONTRAINTES = {"flux": FLUX, "annotation_sans_tampon": SANS_TAMPON}


def upgrade() -> None:
    for nom in ("annotation_sur_main", *CONTRAINTES):
        op.execute(f"ALTER TABLE champs DROP CONSTRAINT IF EXISTS champs_{nom}_check")
    for nom, condition in CONTRAINTES.items():
        op.execute(
            f"ALTER TABLE champs ADD CONSTRAINT champs_{nom}_check CHECK ({condition}) NOT VALID"
        )
    # The rows of before are read once the table's lock is given back: answers go on being written.
    with op.get_context().autocommit_block():
        for nom in CONTRAINTES:
            op.execute(f"ALTER TABLE champs VALIDATE CONSTRAINT champs_{nom}_check")
