"""An answer ready to be stored, and what its type says of it. The two are apart: saving never waits
for a valid value (rules 2.1.9), so that writing and checking are two tables (`types.py`)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from domain.dossiers.champs import EtatExterne
from domain.errors import DomainError
from domain.formulaires.reponses import Reponse

Options = Mapping[str, Any]


class ValeurInvalide(DomainError, ValueError):
    """What was given cannot be kept at all, whatever the rules of the field."""


class Zone(NamedTuple):
    """A shape of a carte, as `zones_geo` keeps it."""

    source: str
    geometry: Mapping[str, Any]
    description: str | None
    proprietes: Mapping[str, Any]


@dataclass(frozen=True)
class Ecrite:
    """The columns of an answer, and what hangs on it."""

    value: str | None = None
    value_json: Mapping[str, Any] | None = None
    external_id: str | None = None
    data: Any = None
    etat_externe: EtatExterne | None = None
    zones: tuple[Zone, ...] = ()


BLANCHE = Ecrite()


class Piece(Protocol):
    """What a check must know of a file."""

    @property
    def type_mime(self) -> str: ...
    @property
    def taille(self) -> int: ...
    @property
    def analyse(self) -> str: ...


class Contexte(NamedTuple):
    """What an answer cannot tell by itself. `dossiers` are the numbers, among those that the
    answers name, of dossiers that exist; `au_depot` when the dossier is about to leave, with what
    other administrations have not answered yet."""

    at: datetime
    pieces: Sequence[Piece] = ()
    etat_externe: EtatExterne | None = None
    etablissement: bool = False
    dossiers: Collection[int] = ()
    au_depot: bool = False


Ecriture = Callable[[Any, Options], Ecrite]
Controle = Callable[[Reponse, Options, Contexte], Iterable[str]]


def rien_a_redire(_: Reponse, __: Options, ___: Contexte) -> Iterable[str]:
    return ()
