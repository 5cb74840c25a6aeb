"""What a printed dossier says, block by block. How it looks is `dossier.typ`'s business.

Every text is text: nothing in it is markup, for typst or for anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Cellule = str | None
"""Null where nothing was answered."""


@dataclass(frozen=True, slots=True)
class Titre:
    texte: str
    niveau: int
    """From 1, inside its part. Levels that a form skips are closed up: readers of tags go by them."""
    genre: Literal["titre"] = "titre"


@dataclass(frozen=True, slots=True)
class Texte:
    """Words that answer nothing: an explanation of the form, a list that is empty."""

    texte: str
    entete: str = ""
    genre: Literal["texte"] = "texte"


@dataclass(frozen=True, slots=True)
class Tableau:
    """Rows under named columns; the first cell of a row says what the row is about."""

    colonnes: Sequence[str]
    lignes: Sequence[Sequence[Cellule]]
    genre: Literal["tableau"] = "tableau"


@dataclass(frozen=True, slots=True)
class Message:
    """`corps` is null for a message that was removed."""

    auteur: str
    date: str
    corps: str | None
    mentions: Sequence[str] = ()
    pieces: Sequence[str] = ()
    genre: Literal["message"] = "message"


Bloc = Titre | Texte | Tableau | Message


@dataclass(frozen=True, slots=True)
class Partie:
    titre: str
    blocs: Sequence[Bloc]


@dataclass(frozen=True, slots=True)
class Imprime:
    titre: str
    demarche: str
    numero_demarche: int
    numero: int
    etat: str
    organisme: str
    edite_le: datetime
    """The document's date, in its properties and at its foot: the only thing that changes between
    two prints of an unchanged dossier."""
    faits: Tableau
    parties: Sequence[Partie]
