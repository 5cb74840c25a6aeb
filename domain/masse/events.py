from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class OperationDeMasseDemandee(Event):
    """Asked for, or asked to go on after failures: its dossiers wait."""

    operation_id: int
