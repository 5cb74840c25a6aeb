"""Who asks, and what the statements are told about it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Viewer:
    """A token's owner, by that token, or nobody. `demarches` are the numbers it may see, computed once
    per request (api 3.7); they go into the SQL of every root loader, so that what is not its is not
    loaded."""

    administrateur_id: int | None = None
    demarches: tuple[int, ...] = ()
    ecriture: bool = False
    jeton_id: UUID | None = None
    parameters: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", {"demarches": list(self.demarches)})


ANONYME = Viewer()
