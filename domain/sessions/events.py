"""What a stranger caused, perhaps: whether there is an account is looked at after he was answered."""

from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class MotDePasseOublie(Event):
    email: str


@dataclass(frozen=True, kw_only=True)
class AdresseBloquee(Event):
    """Its sixth failure."""

    email: str


@dataclass(frozen=True, kw_only=True)
class InscriptionDemandee(Event):
    email: str


@dataclass(frozen=True, kw_only=True)
class AdresseAChanger(Event):
    """By who is signed in, and gave his password."""

    compte_id: int
    nouvelle: str
