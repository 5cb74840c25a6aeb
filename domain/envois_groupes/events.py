from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageAuxBrouillonsEcrit(Event):
    """Its recipients are chosen: the message is to be put on each."""

    envoi_id: int
    demarche_id: int
