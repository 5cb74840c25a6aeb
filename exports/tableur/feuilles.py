"""A sheet: its name, its header, its rows, in the order in which they will be read."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from exports.tableur.cellules import Cellule

# Rows that a sheet holds, in Excel as in LibreOffice, its header among them.
LIGNES_MAX = 1 << 20

NOM_MAX = 30

# NFKD keeps them whole, or turns them into signs that are no ASCII.
ASCII = str.maketrans(
    {
        "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-",
        "€": "EUR", "°": "o",
    }
)  # fmt: skip

_barre = re.compile(r"[/\\:]")
_interdit = re.compile(r"[*?\[\]\x00-\x1f\x7f]")
_blancs = re.compile(r" +")


class Feuille(NamedTuple):
    nom: str
    titres: Sequence[str]
    lignes: Iterable[Sequence[Cellule]]
    facultative: bool = False
    """Left out when it has no row (rules 8.2.1, 8.6)."""


def nom_de_feuille(nom: str) -> str:
    """As Excel accepts it: ASCII, 30 characters, neither bars nor brackets (rules 8.2.3, 15.5)."""
    lettres = unicodedata.normalize("NFKD", nom.translate(ASCII))
    lisible = lettres.encode("ascii", "ignore").decode()
    lisible = _interdit.sub("", _barre.sub("-", lisible))
    lisible = _blancs.sub(" ", lisible)[:NOM_MAX].strip(" '")
    return lisible or "Feuille"


class Noms:
    """Names given once each, for readers to whom « A » and « a » are the same sheet."""

    def __init__(self) -> None:
        self._pris: set[str] = set()

    def unique(self, nom: str) -> str:
        voulu = nom_de_feuille(nom)
        donne, rang = voulu, 1
        while donne.lower() in self._pris:
            rang += 1
            suffixe = f" ({rang})"
            donne = voulu[: NOM_MAX - len(suffixe)].rstrip() + suffixe
        self._pris.add(donne.lower())
        return donne


class Page(NamedTuple):
    """What one sheet of the file holds: a sheet, or as much of it as a sheet may hold."""

    nom: str
    titres: Sequence[str]
    lignes: Iterator[Sequence[Cellule]]


def pages(feuilles: Iterable[Feuille], *, lignes_max: int = LIGNES_MAX) -> Iterator[Page]:
    """The sheets to be written, each to be read before the next is asked for; a sheet that is too
    long goes on in another of the same header."""
    noms = Noms()
    for feuille in feuilles:
        lignes = iter(feuille.lignes)
        premiere = next(lignes, None)
        if premiere is None and feuille.facultative:
            continue
        while True:
            lues = lignes if premiere is None else chain((premiere,), lignes)
            yield Page(noms.unique(feuille.nom), feuille.titres, islice(lues, lignes_max - 1))
            premiere = next(lignes, None)
            if premiere is None:
                break
