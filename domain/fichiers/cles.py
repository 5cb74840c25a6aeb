"""Names of objects in the store."""

import secrets
from datetime import datetime

from domain.calendrier import PARIS


def cle_aleatoire(at: datetime) -> str:
    """`AAAA/MM/JJ/xx/<token>`: spread over folders, and not to be guessed (rules 10.10)."""
    jeton = secrets.token_hex(16)
    return f"{at.astimezone(PARIS):%Y/%m/%d}/{jeton[:2]}/{jeton}"
