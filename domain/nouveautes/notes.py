"""The notes, files of `notes/` that are part of the program: what is new comes with what tells it.

`<date>-<nom>.md`: a line `pour: instructeur, expert`, a title `# …`, then a text in Markdown.
"""

import re
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

DOSSIER = Path(__file__).parent / "notes"
FORME = re.compile(r"\Apour: (?P<pour>[a-z, ]+)\n+# (?P<titre>[^\n]+)\n+(?P<texte>.+)\Z", re.DOTALL)


class Categorie(StrEnum):
    """rules 4.18"""

    instructeur = "instructeur"
    expert = "expert"
    administrateur = "administrateur"
    usager = "usager"
    api = "api"


class Note(NamedTuple):
    """`nom` is the file’s, without its date: what a page’s address may show."""

    le: date
    nom: str
    categories: frozenset[Categorie]
    titre: str
    texte: str


class NoteIllisible(ValueError):
    """A file of ours that is badly written: found by a test, not by a reader."""


@cache
def notes() -> tuple[Note, ...]:
    """The newest first. Raises NoteIllisible."""
    lues = (lire(fichier.stem, fichier.read_text()) for fichier in DOSSIER.glob("*.md"))
    return tuple(sorted(lues, key=lambda note: (note.le, note.nom), reverse=True))


def lire(nom: str, texte: str) -> Note:
    """Raises NoteIllisible."""
    trouvee = FORME.match(texte)
    try:
        if trouvee is None:
            raise ValueError(nom)
        categories = frozenset(Categorie(mot.strip()) for mot in trouvee["pour"].split(","))
        return Note(
            date.fromisoformat(nom[:10]), nom[11:], categories, trouvee["titre"].strip(),
            trouvee["texte"].strip(),
        )  # fmt: skip
    except ValueError as error:  # not a date, not a category
        raise NoteIllisible(f"{nom} : une note ne se lit pas") from error
