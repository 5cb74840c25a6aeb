"""How each instructeur sees the lists of a démarche."""

revision = "202611220190"
down_revision = "202611220180"


def upgrade() -> None:
    """Nothing yet."""
