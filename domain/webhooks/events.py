from dataclasses import dataclass
from datetime import datetime

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class WebhookDesactive(Event):
    """Nobody answered it for a day: the administrateurs of the démarche are told."""

    webhook_id: int
    demarche_id: int
    le: datetime
