"""What an instructeur keeps on a dossier: visits, drafts, appointments."""

revision = "202611220210"
down_revision = "202611220200"


def upgrade() -> None:
    """Nothing yet."""
