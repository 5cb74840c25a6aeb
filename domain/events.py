"""What happened, said to whoever must follow: facts only, small enough to be read again from a row."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Event:
    """Fields are numbers, texts, booleans and instants: an event is stored before it is followed, and
    whoever follows it reads the rest again. Subclasses live beside what publishes them."""

    def donnees(self) -> dict[str, Any]:
        return {champ.name: _json(getattr(self, champ.name)) for champ in fields(self)}


def _json(valeur: object) -> object:
    return valeur.isoformat() if isinstance(valeur, date | datetime) else valeur
