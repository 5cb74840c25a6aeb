"""Operations on many dossiers."""

revision = "202611220240"
down_revision = "202611220230"


def upgrade() -> None:
    """Nothing yet."""
