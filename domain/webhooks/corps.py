"""What a call says: that a dossier changed state, and nothing of what it holds. A receiver who wants more
asks the API, with the rights of its token."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

from domain.calendrier import PARIS
from domain.dossiers.states import State
from domain.identifiants import PROCEDURE, identifiant
from domain.webhooks.models import Forme

TYPE = "dossier.etat"
TYPES_MIME = {Forme.ds: "application/x-www-form-urlencoded", Forme.signee: "application/json"}


@dataclass(frozen=True, slots=True)
class Changement:
    """A traitement that changed the state of a dossier."""

    traitement_id: int
    demarche_id: int
    dossier_id: int
    state: State
    le: datetime


def evenement_id(webhook_id: int, changement: Changement) -> str:
    """The same whenever it is worked out. Not from numbers alone: those of a restored database may be
    given again."""
    fait = f"{webhook_id}/{changement.traitement_id}/{changement.state}/{changement.le.timestamp()}"
    return f"evt_{sha256(fait.encode()).hexdigest()[:32]}"


def ecrire(forme: Forme, changement: Changement, *, evenement: str, rang: int) -> str:
    return _ds(changement) if forme is Forme.ds else _signe(changement, evenement, rang)


def _ds(changement: Changement) -> str:
    """api 13, the date being written as 14.6 has it."""
    return urlencode(
        {
            "procedure_id": changement.demarche_id,
            "dossier_id": changement.dossier_id,
            "state": changement.state.value,
            "updated_at": f"{changement.le.astimezone(PARIS):%Y-%m-%d %H:%M:%S %z}",
        }
    )


def _signe(changement: Changement, evenement: str, rang: int) -> str:
    return json.dumps(
        {
            "id": evenement,
            "type": TYPE,
            "rang": rang,
            "date": changement.le.astimezone(PARIS).isoformat(timespec="milliseconds"),
            "demarche": {
                "id": identifiant(PROCEDURE, changement.demarche_id),
                "number": changement.demarche_id,
            },
            "dossier": {
                "id": identifiant("Dossier", changement.dossier_id),
                "number": changement.dossier_id,
                "state": changement.state.value,
            },
        },
        ensure_ascii=False,
    )
