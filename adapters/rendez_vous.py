"""Agendas where meetings with usagers are booked (rules 4.15). Ours is the one of a Guichet that has no
other; a service of the State is one more class with these two methods."""

from datetime import datetime
from typing import NamedTuple, Protocol

from domain.rendez_vous.models import Lieu, Statut


class Demande(NamedTuple):
    """What a meeting should be. `cle` is its name here, for ever: the same one twice is one meeting.
    `dossier` is the page of the dossier, `reference` what the agenda called it, once it did."""

    cle: str
    prenom: str
    nom: str
    email: str
    dossier: str
    lieu: Lieu
    statut: Statut
    debut_le: datetime | None
    reference: str | None = None


class Plan(NamedTuple):
    """What a meeting is in the agenda; `lien` is where it is booked there."""

    reference: str
    lien: str | None
    lieu: Lieu
    statut: Statut
    debut_le: datetime | None


class Agenda(Protocol):
    def tenir(self, demande: Demande) -> Plan:
        """Make it, change it, cancel it, or only say what has become of it: the agenda answers with what
        it holds. Called again after a crash, it makes no second one."""
        ...


class AgendaLocal:
    """No service: a date is booked as soon as it is given, by whoever gives it."""

    def tenir(self, demande: Demande) -> Plan:
        propose = demande.statut is Statut.en_attente and demande.debut_le is not None
        return Plan(
            reference=demande.reference or f"guichet-{demande.cle}",
            lien=None,
            lieu=demande.lieu,
            statut=Statut.reserve if propose else demande.statut,
            debut_le=demande.debut_le,
        )
