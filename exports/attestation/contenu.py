"""What an attestation says and shows. How it looks is `attestation.typ`'s business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.balises.document import Bloc


@dataclass(frozen=True, slots=True)
class Image:
    """`description` is for who does not see it."""

    octets: bytes
    type_mime: str
    description: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """`blocs` have no tag left: each has become its text. `datee_le` is the decision's instant: the
    same decision gives the same bytes."""

    titre: str
    organisme: str
    blocs: Sequence[Bloc]
    pied: str
    datee_le: datetime
    officielle: bool = False
    libelle_logo: str = ""
    libelle_direction: str = ""
    logo: Image | None = None
    signature: Image | None = None
