"""One table as csv: commas, UTF-8, a line of titles (rules 8.2.2). Neither BOM nor CRLF."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from exports.tableur.cellules import ILLEGAL, LONGUEUR_MAX, abreger
from exports.tableur.feuilles import Feuille

LOT = 200

# What makes a formula of a text, for one spreadsheet or another, blanks and invisible signs aside;
# those of Chinese and Japanese keyboards are read as ours.
BLANCS = "\\s\u00ad\u200b-\u200f\u2060\ufeff"
SIGNES = "=+@\\-＝＋＠－"
_formule = re.compile(f"[{BLANCS}]*[{SIGNES}]|[\t\r\n]")

# Between the texts of a column, to look at the first signs of all of them at once. One that holds it
# is looked at for nothing.
SEPARATEUR = "\x1f"
_a_regarder = re.compile(f"{SEPARATEUR}[{BLANCS}{SIGNES}]").search

# The csv module writes them well by itself, as ISO 8601 says dates.
TELS_QUELS = frozenset({int, float, date, datetime, type(None)})
TEXTES = frozenset({str, type(None)})
COURT = LONGUEUR_MAX // 2

# Controls that a text may not hold, by the byte that UTF-8 makes of them.
BLANCHIR = bytes(0x20 if code < 0x20 and code not in b"\t\n\r" else code for code in range(256))


def _cellule(valeur: Any) -> Any:
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, Decimal):
        return f"{valeur:f}"
    return _texte(valeur) if isinstance(valeur, str) else valeur


def _texte(texte: str) -> str:
    """Read as a text by spreadsheets too: they take « =1+1 » for a formula, quoted or not."""
    texte = abreger(ILLEGAL.sub(" ", texte))
    return f"'{texte}" if _formule.match(texte) else texte


def _colonne(valeurs: Sequence[Any]) -> Sequence[Any]:
    """Nearly every column holds texts that ask for nothing, which is seen in four strokes for all of
    them: its cells are looked at one by one only when one of them may not be such."""
    types = set(map(type, valeurs))
    if types <= TELS_QUELS:
        return valeurs
    if types <= TEXTES:
        textes = list(filter(None, valeurs))
        if max(map(len, textes), default=0) <= COURT:
            dits = SEPARATEUR.join(["", *textes])
            if _a_regarder(dits) is None:
                return valeurs
    return list(map(_cellule, valeurs))


def _octets(texte: str) -> bytes:
    if "\ufffe" in texte or "\uffff" in texte:
        texte = ILLEGAL.sub(" ", texte)
    try:
        octets = texte.encode()
    except UnicodeEncodeError:  # half of a pair of code units: no character
        octets = ILLEGAL.sub(" ", texte).encode()
    return octets.translate(BLANCHIR)


def _lignes(lot: Sequence[Sequence[Any]]) -> str:
    """A lot of rows. The module quotes what its end of line holds: in the few that hold a \\r, both."""
    lignes = list(zip(*map(_colonne, zip(*lot, strict=True)), strict=True))
    texte = _ecrites(lignes, "\n")
    if "\r" in texte:
        texte = _ecrites(lignes, "\r\n").replace("\r\n", "\n").replace("\r", "\n")
    return texte


def _ecrites(lignes: Sequence[Sequence[Any]], fin: str) -> str:
    sortie = io.StringIO(newline="")
    csv.writer(sortie, lineterminator=fin).writerows(lignes)
    return sortie.getvalue()


def ecrire(feuille: Feuille) -> Iterator[bytes]:
    """The bytes, by morsels of some hundreds of rows. Within cells too, lines end by `\\n`."""
    lignes = iter(feuille.lignes)
    lot: list[Sequence[Any]] = [feuille.titres]
    while lot:
        yield _octets(_lignes(lot))
        lot = list(islice(lignes, LOT))
