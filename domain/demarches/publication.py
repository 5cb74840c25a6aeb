"""The life of a démarche as a table (rules 1.1.2). Its revisions follow in `domain.formulaires`."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.demarches.models import Demarche, Etat
from domain.errors import DomainError


class Evenement(StrEnum):
    publier = "publier"
    clore = "clore"
    depublier = "depublier"


class Passage(NamedTuple):
    sources: frozenset[Etat]
    cible: Etat


PASSAGES = {
    Evenement.publier: Passage(
        frozenset({Etat.brouillon, Etat.close, Etat.depubliee}), Etat.publiee
    ),
    Evenement.clore: Passage(frozenset({Etat.publiee}), Etat.close),
    Evenement.depublier: Passage(frozenset({Etat.publiee}), Etat.depubliee),
}


class PassageInterdit(DomainError):
    def __init__(self, etat: Etat, evenement: Evenement) -> None:
        super().__init__(f"La démarche est déjà {etat.value}")
        self.etat = etat
        self.evenement = evenement


def _passer(demarche: Demarche, evenement: Evenement, *, at: datetime) -> None:
    sources, cible = PASSAGES[evenement]
    if demarche.etat not in sources:
        raise PassageInterdit(demarche.etat, evenement)
    demarche.etat = cible
    demarche.modifiee_le = at


def publier(demarche: Demarche, *, at: datetime) -> None:
    """Open, or reopen: the closing dates go (rules 1.1.2). Raises PassageInterdit."""
    _passer(demarche, Evenement.publier, at=at)
    demarche.publiee_le = at
    demarche.fermee_le = demarche.depubliee_le = None


def clore(demarche: Demarche, *, at: datetime) -> None:
    """Nothing more may be filed; what was filed is still processed (rules 1.1.4, 1.1.5)."""
    _passer(demarche, Evenement.clore, at=at)
    demarche.fermee_le = at


def depublier(demarche: Demarche, *, at: datetime) -> None:
    """Withdrawn; drafts begun may still be filed (rules 1.1.4)."""
    _passer(demarche, Evenement.depublier, at=at)
    demarche.depubliee_le = at
