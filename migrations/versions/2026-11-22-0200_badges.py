"""Badges, and what each instructeur wants to be told."""

revision = "202611220200"
down_revision = "202611220190"


def upgrade() -> None:
    """Nothing yet."""
