"""A file that is a copy of another: its row first, its bytes after."""

from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class FichierDuplique(Event):
    """The object `source` is to be copied as `cle`: until then the new file cannot be opened."""

    fichier_id: int
    source: str
    cle: str
