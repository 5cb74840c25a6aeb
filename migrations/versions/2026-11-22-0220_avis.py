"""Avis: what experts may see and do."""

revision = "202611220220"
down_revision = "202611220210"


def upgrade() -> None:
    """Nothing yet."""
