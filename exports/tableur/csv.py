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
_formule = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+@\\-＝＋＠－]|[\t\r\n]")

# The csv module writes them well by itself, as ISO 8601 says dates.
TELS_QUELS = frozenset({int, float, date, datetime, type(None)})

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


COURT = LONGUEUR_MAX // 2


def _ligne(ligne: Sequence[Any]) -> list[Any]:
    """Nearly every cell is a text that begins by a letter or a digit, and asks for no function."""
    return [
        v
        if (
            (classe := v.__class__) is str
            and ("A" <= v < "\x7f" or "0" <= v < ":" or "\xae" <= v < "\u1680")
            and len(v) <= COURT
        )
        or classe in TELS_QUELS
        else _cellule(v)
        for v in ligne
    ]


def _octets(texte: str) -> bytes:
    if "\ufffe" in texte or "\uffff" in texte:
        texte = ILLEGAL.sub(" ", texte)
    try:
        octets = texte.encode()
    except UnicodeEncodeError:  # half of a pair of code units: no character
        octets = ILLEGAL.sub(" ", texte).encode()
    return octets.translate(BLANCHIR).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def ecrire(feuille: Feuille) -> Iterator[bytes]:
    """The bytes, by morsels of some hundreds of rows. Within cells too, lines end by `\\n`."""
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, lineterminator="\r\n")  # so that it quotes both
    lignes = iter(feuille.lignes)
    lot: list[Sequence[Any]] = [feuille.titres]
    while lot:
        ecrivain.writerows(map(_ligne, lot))
        yield _octets(sortie.getvalue())
        sortie.seek(0)
        sortie.truncate()
        lot = list(islice(lignes, LOT))
