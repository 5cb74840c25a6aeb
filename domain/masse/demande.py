"""What an act on many dossiers is given, the same for all: kept as JSON until the last one is done."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.fichiers.attachement import FichierVerifie


@dataclass(frozen=True, kw_only=True)
class Demande:
    """`motivation` and `notifier` are of decisions; `emails`, `introduction`, `question` and
    `confidentiel` of avis; `corps` of messages; `piece` is the justificatif of a decision, or the file
    of a message, of which each dossier gets a copy."""

    motivation: str | None = None
    notifier: bool = True
    emails: list[str] = field(default_factory=list)
    introduction: str = ""
    question: str | None = None
    confidentiel: bool = False
    corps: str = ""
    piece: FichierVerifie | None = None

    def gardee(self) -> dict[str, Any]:
        return asdict(self)


def relue(gardee: Mapping[str, Any]) -> Demande:
    piece = gardee["piece"]
    return Demande(**{**gardee, "piece": FichierVerifie(**piece) if piece else None})
