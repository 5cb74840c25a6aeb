from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class RendezVousATenir(Event):
    """The agenda is to be told, and asked what it holds: it is outside, and may be slow or away."""

    rendez_vous_id: int
