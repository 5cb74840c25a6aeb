"""What whoever looks live at a démarche is told of, the moment that it is committed: numbers only, which
each looks up with the rights that he has (ADR 0030)."""

import json
from dataclasses import dataclass
from enum import StrEnum

# Every web process listens to it.
CANAL = "flux"

# Beyond, a transaction tells of a groupe's dossiers without naming them.
NOMMES_MAX = 20


class Quoi(StrEnum):
    """`dossiers`: a dossier of the groupe, or several, and so the counters. `badges`: one's own.
    `operation`: a mass operation has gone on. `droits`: sessions or memberships, which the processes
    themselves read again; nobody is told."""

    dossiers = "dossiers"
    badges = "badges"
    operation = "operation"
    droits = "droits"


@dataclass(frozen=True, kw_only=True)
class Signal:
    """For the members of `groupe_id`, or for `instructeur_id` alone; without `dossier_id`, several."""

    quoi: Quoi
    demarche_id: int | None = None
    groupe_id: int | None = None
    instructeur_id: int | None = None
    dossier_id: int | None = None
    operation_id: int | None = None
    session_id: int | None = None

    def ecrit(self) -> str:
        donnees = {nom: valeur for nom, valeur in vars(self).items() if valeur is not None}
        return json.dumps(donnees, separators=(",", ":"))


def relu(texte: str) -> Signal:
    lues = json.loads(texte)
    return Signal(**{**lues, "quoi": Quoi(lues["quoi"])})
