"""The mails that the embedded box keeps, read from its folder."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from server.settings import Settings

NOM = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{6}-[0-9a-f]{12}")
MONTRES = 200


def dossier_de_la_boite(settings: Settings) -> Path:
    return settings.data_folder / "courriels"


@dataclass(frozen=True)
class Garde:
    """`nom` is the name of its file, without what ends it."""

    nom: str
    octets: bytes

    @property
    def recu_le(self) -> datetime:
        return datetime.strptime(self.nom.partition("-")[0], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.octets, policy=policy.default)

    def en_tete(self, nom: str) -> str:
        return str(self.message[nom] or "")

    def corps(self, genre: str) -> str:
        partie = self.message.get_body((genre,))
        return str(partie.get_content()) if partie is not None else ""


def gardes(dossier: Path) -> Iterator[Garde]:
    """The last ones, the latest first."""
    for chemin in sorted(dossier.glob("*.eml"), reverse=True)[:MONTRES]:
        garde = lire(dossier, chemin.stem)
        if garde is not None:
            yield garde


def lire(dossier: Path, nom: str) -> Garde | None:
    """None for any name but ours: it comes from an address."""
    if not NOM.fullmatch(nom):
        return None
    try:
        return Garde(nom, (dossier / f"{nom}.eml").read_bytes())
    except OSError:  # it went, as the oldest do
        return None
