"""Exports: what was asked for, and what became of it."""

revision = "202611220180"
down_revision = "202611220170"


def upgrade() -> None:
    """Nothing yet."""
