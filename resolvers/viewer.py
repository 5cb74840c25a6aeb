"""Who asks, and what the statements are told about it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Viewer:
    """A token's owner by that token, somebody signed in, or nobody.

    `demarches` are the numbers it may see, computed once per request (api 3.7); they go into the SQL of
    every root loader, so that what is not its is not loaded. A token sees all their dossiers; somebody
    signed in sees those of his `groupes` (rules 0.2), as the roles of his account are at that moment.
    """

    administrateur_id: int | None = None
    demarches: tuple[int, ...] = ()
    ecriture: bool = False
    jeton_id: UUID | None = None
    compte_id: int | None = None
    instructeur_id: int | None = None
    session_id: int | None = None
    groupes: tuple[int, ...] = ()
    parameters: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        entieres = [] if self.par_groupes else list(self.demarches)
        object.__setattr__(
            self,
            "parameters",
            {
                "demarches": list(self.demarches),
                "demarches_entieres": entieres,
                "mes_groupes": list(self.groupes),
                "mon_administrateur": self.administrateur_id,
                "mon_compte": self.compte_id,
                "mon_instructeur": self.instructeur_id,
            },
        )

    @property
    def par_groupes(self) -> bool:
        """Whether its dossiers are those of some groupes only, whatever it knows of their démarches."""
        return self.compte_id is not None

    @property
    def porteur(self) -> str | None:
        """What names it where it is counted, or comes again; none for nobody."""
        if self.jeton_id is not None:
            return f"jeton:{self.jeton_id}"
        return None if self.compte_id is None else f"compte:{self.compte_id}"


ANONYME = Viewer()
