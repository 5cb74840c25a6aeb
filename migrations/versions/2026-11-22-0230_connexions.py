"""Accounts: second factors and identities of others."""

revision = "202611220230"
down_revision = "202611220220"


def upgrade() -> None:
    """Nothing yet."""
