"""What expires, and who was told."""

revision = "202611220250"
down_revision = "202611220240"


def upgrade() -> None:
    """Nothing yet."""
