"""The dates that a dossier keeps up to date: its last change, and when it expires."""

from datetime import datetime
from typing import Literal

from sqlalchemy.orm.attributes import flag_modified

from domain.calendrier import plus_mois
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State

# A draft is not kept longer than this, however long the démarche keeps dossiers (rules 9.1.2).
MOIS_DE_BROUILLON = 3

Volet = Literal[
    "identite_modifiee_le",
    "champs_modifies_le",
    "annotations_modifiees_le",
    "avis_modifies_le",
    "messages_modifies_le",
]


def toucher(dossier: Dossier, *volets: Volet, at: datetime) -> None:
    """Something was written at `at`: on the dossier, and on these parts of it (rules C.5).

    Dates only go forward: what is told late does not hide what came after it.
    """
    if dossier.modifie_le is None or dossier.modifie_le < at:
        dossier.modifie_le = at
    else:  # changed all the same: `Transaction.sceller` gives it the instant of its commit
        flag_modified(dossier, "modifie_le")
    for volet in volets:
        ancien: datetime | None = getattr(dossier, volet)
        if ancien is None or ancien < at:
            setattr(dossier, volet, at)


def expiration(
    dossier: Dossier, *, duree_conservation: int, termines_expirent: bool = True
) -> datetime | None:
    """When the dossier expires; None while it is being processed (rules 9.1).

    `duree_conservation` is in months; `termines_expirent` is the démarche's
    `procedure_expires_when_termine_enabled`.
    """
    mois = duree_conservation
    if dossier.state is State.en_instruction:
        return None
    if dossier.state in TERMINE:
        depart = dossier.traite_le if termines_expirent else None
    elif dossier.state is State.en_construction:
        depart = dossier.en_construction_le
    else:
        connues = (dossier.champs_modifies_le, dossier.identite_modifiee_le)
        depart = max((d for d in connues if d), default=dossier.modifie_le)
        mois = min(mois, MOIS_DE_BROUILLON)
    if depart is None:
        return None
    echeance = plus_mois(depart, mois)
    return echeance + dossier.conservation_extension if dossier.conservation_extension else echeance


def recalculer_expiration(dossier: Dossier, *, demarche: Demarche) -> None:
    """Its life begins again: a warning already given is void (rules 9.1.4)."""
    dossier.expiration_annoncee_le = None
    dossier.expire_le = expiration(
        dossier,
        duree_conservation=demarche.duree_conservation,
        termines_expirent=demarche.options.get("procedure_expires_when_termine_enabled", True),
    )
