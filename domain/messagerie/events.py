from dataclasses import dataclass
from datetime import datetime

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageEnvoye(Event):
    """`genre` is its author's, `correction` the reason of the correction that it asks, if any. The
    usager's mail goes five minutes later, unless the message is gone by then (rules 7.5)."""

    message_id: int
    dossier_id: int
    demarche_id: int
    genre: str
    correction: str | None
    le: datetime


@dataclass(frozen=True, kw_only=True)
class MessageSupprime(Event):
    message_id: int
    dossier_id: int
    demarche_id: int


@dataclass(frozen=True, kw_only=True)
class CorrectionResolue(Event):
    """`le` is the instant at which nothing is awaited any more: silence counts again (rules 1.10.3)."""

    correction_id: int
    dossier_id: int
    demarche_id: int
    le: datetime
