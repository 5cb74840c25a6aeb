"""Cursors: URL-safe Base64 without padding of `<UTC time>;<id>`, nine digits of a second (api 6.3).

A cursor is a place in an order, not a row: it stays good when its dossier is gone.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import NamedTuple

from domain.identifiants import numero
from resolvers.refus import Refus


class Curseur(NamedTuple):
    le: datetime
    id: int


def ecrire(le: str, id: int) -> str:
    """The cursor of a row, whose date is in PostgreSQL's text form."""
    instant = datetime.fromisoformat(le).astimezone(UTC)
    clair = f"{instant:%Y-%m-%dT%H:%M:%S.%f}000Z;{id}"
    return urlsafe_b64encode(clair.encode()).decode("ascii").rstrip("=")


def lire(texte: str) -> Curseur:
    """Raises Refus (`Invalid input: "…"`) on what is not a cursor."""
    try:
        clair = urlsafe_b64decode(texte.rstrip("=") + "=" * (-len(texte.rstrip("=")) % 4)).decode()
        le, _, id = clair.partition(";")
        if numero(id) is None or not le.endswith("Z"):
            raise ValueError(texte)
        secondes, _, fraction = le[:-1].partition(".")
        instant = datetime.strptime(secondes, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
        return Curseur(instant.replace(microsecond=int((fraction + "000000")[:6])), int(id))
    except ValueError as error:  # not Base64, not UTF-8, not a date
        raise Refus(f'Invalid input: "{texte}"') from error
