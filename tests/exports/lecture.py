"""Spreadsheets read again, cell by cell, by the libraries that others read them with."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from odf import namespaces, table, text
from odf.opendocument import load
from openpyxl import load_workbook

# How a workbook names a character, which Excel reads as that character.
NOMME = re.compile("_x([0-9A-Fa-f]{4})_")

Feuilles = dict[str, list[list[Any]]]


def local(*quand: int) -> datetime:
    """The date and time of a cell: as a clock says it, of no zone."""
    return datetime(*quand, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def octets(morceaux: Iterable[bytes]) -> bytes:
    return b"".join(morceaux)


def lire_csv(contenu: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(contenu.decode(), newline="")))


def lire_xlsx(contenu: bytes) -> Feuilles:
    """Dates without hours are told from those that have some by their format."""
    classeur = load_workbook(io.BytesIO(contenu))
    return {
        feuille.title: [[_valeur_xlsx(cellule) for cellule in ligne] for ligne in feuille.rows]
        for feuille in classeur
    }


def _valeur_xlsx(cellule: Any) -> Any:
    assert cellule.data_type != "f", f"une formule : {cellule.value!r}"
    if cellule.is_date and cellule.number_format == "dd/mm/yyyy":
        return cellule.value.date()
    if isinstance(cellule.value, str):  # openpyxl leaves these as they are written
        return NOMME.sub(lambda nomme: chr(int(nomme[1], 16)), cellule.value) or None
    return cellule.value


def lire_ods(contenu: bytes) -> Feuilles:
    document = load(io.BytesIO(contenu))
    return {
        feuille.getAttribute("name"): [
            [_valeur_ods(cellule) for cellule in ligne.getElementsByType(table.TableCell)]
            for ligne in feuille.getElementsByType(table.TableRow)
        ]
        for feuille in document.spreadsheet.getElementsByType(table.Table)
    }


def _valeur_ods(cellule: Any) -> Any:
    assert not cellule.getAttribute("formula")
    dit = "\n".join(_texte(p) for p in cellule.getElementsByType(text.P))
    genre = cellule.getAttribute("valuetype")
    if genre == "boolean":
        assert dit == {"true": "VRAI", "false": "FAUX"}[cellule.getAttribute("booleanvalue")]
        return cellule.getAttribute("booleanvalue") == "true"
    if genre == "float":
        valeur = cellule.getAttribute("value")
        return float(valeur) if "." in valeur else int(valeur)
    if genre == "date":
        iso = cellule.getAttribute("datevalue")
        return datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)
    assert genre in ("string", None), genre
    return dit or None


def _texte(noeud: Any) -> str:
    if noeud.nodeType == noeud.TEXT_NODE:
        return str(noeud.data)
    if noeud.qname == (namespaces.TEXTNS, "s"):
        return " " * int(noeud.getAttribute("c") or 1)
    if noeud.qname == (namespaces.TEXTNS, "tab"):
        return "\t"
    return "".join(map(_texte, noeud.childNodes))
